// Results that are in no trend, on their way to their pages: those of tags, branches, pull requests and requests by
// hand.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/aside_verdict.hpp"
#include "site/aside_counts.hpp"
#include "site/downloads.hpp"
#include "site/lookup.hpp"
#include "site/site.hpp"

namespace benchfolio::site {

// What heads the page of a line: "Branch jit", "Tag v5.1", "Pull request 12", "main of python".
std::string title_of(const model::Purpose& purpose);

// "regression", "perhaps a regression", "no regression", "cannot tell"
std::string_view words_of(analysis::Light light);

std::string_view class_of(analysis::Light light);  // in the stylesheet

// What is said of a line at the head of its page and in the list of all, on one testbed.
struct AsideStanding {
    std::uint32_t testbed = 0;  // of History::aside
    std::string said;           // "No evidence of change. Geometric mean 1.01x slower (...)": or why nothing is
    std::optional<analysis::Light> light;
    Download data;  // the same as numbers
};

// Everything that the pages of these lines share; made once a build, where there is something aside.
class Asides {
  public:
    explicit Asides(const Content& content);

    const analysis::AsideArchive& archive() const { return archive_; }
    const Content& own() const { return own_; }           // the runs that are aside, as a site of their own
    const Lookup& own_lookup() const { return lookup_; }  // the newest of them have a page

    // By line, then testbed: filled in while the pages are made, each by one thread.
    std::vector<std::vector<AsideStanding>> standings;

  private:
    analysis::AsideArchive archive_;
    analysis::Report report_;  // estimates alone
    Content own_;
    Lookup lookup_;
};

}  // namespace benchfolio::site
