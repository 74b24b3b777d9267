// One page in the making: its links, and the values that every page or several pages have.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/effects.hpp"
#include "html/html.hpp"
#include "site/comparisons.hpp"
#include "site/downloads.hpp"
#include "site/figures.hpp"
#include "site/lookup.hpp"
#include "site/routes.hpp"
#include "site/site.hpp"

namespace benchfolio::site {

// What all pages share while they are made.
struct Site {
    const Content& content;
    const Lookup& lookup;
    std::reference_wrapper<const FileSink> sink;  // for the plots that are files of their own
    std::span<const ShownComparison> comparisons{};
    std::span<const analysis::EffectReport> effects{};  // by the options' effects
};

class Page {
  public:
    // `path` is relative to the site's root. `root` is put before every link instead of the way from `path`: for the
    // one page that is served under any address, 404. `newest`: the time of the newest run that the page tells of, for
    // one that is not about the whole archive. Such a page changes when there is something new on it, not every night.
    Page(const Site& site, std::string path, std::string root = {}, std::optional<model::Time> newest = std::nullopt);

    const Site& site() const { return site_; }
    const Content& content() const { return site_.content; }
    const model::History& history() const { return site_.content.history; }
    const analysis::Report& report() const { return site_.content.report; }
    const Lookup& lookup() const { return site_.lookup; }

    std::string to(std::string_view target) const;  // the link from here

    // The values of head.html and foot.html. `here`: the entry of the navigation that this page belongs to.
    html::Values frame(const std::string& title, std::string_view here = {}) const;

  private:
    void set_feeds(html::Values& values) const;
    void set_freshness(html::Values& values) const;
    html::Values newest_values() const;
    void set_navigation(html::Values& values, std::string_view here) const;
    void set_counts(html::Values& values) const;

    const Site& site_;
    std::string path_, root_;
    std::optional<model::Time> newest_;
};

// Values with one name.
html::Values with(html::Name name, std::string text);

// The values of the pieces of templates with the same names: cpu.html wants those of set_cpu, and so on.
void set_cpu(html::Values& values, const Page& page, std::uint32_t testbed);
void set_benchmark(html::Values& values, const Page& page, std::uint32_t benchmark);
void set_run(html::Values& values, const Page& page, std::uint32_t run);  // with a link where the run has a page
void set_commit(html::Values& values, const Page& page, const std::optional<model::Commit>& commit);
std::string_view class_of(analysis::Verdict verdict);  // in the stylesheet
void set_verdict(html::Values& values, const analysis::LatestChange& change, const model::Measure& measure);

// A feed that the page's head names, beside those that every page has; the name is a reader's.
void add_feed(html::Values& values, const Page& page, const std::string& name, std::string_view path);

// The link to the comparison of the runs about a change; nothing where there is none, for only the confirmed changes of
// the last 90 nights have one.
std::optional<std::string> comparison_url(const Page& page, const analysis::Change& change);

// A figure with its table of values and, where it is one, the file of its own at routes::plot(kind, slug), which is
// handed to the sink. `name` is said to people who cannot see it.
void set_figure(html::Values& values, const Page& page, Figure figure, const std::string& name, std::string_view kind,
                std::string_view slug);

// Before -> after: the medians of the newest two steps.
struct BeforeAfter {
    std::string before, after;
};
std::optional<BeforeAfter> before_after(const Content& content, std::uint32_t series);

// The estimate in a row as text with its unit, "—" where there is none.
std::string estimate_text(const Content& content, std::size_t row, const model::Measure& measure);

}  // namespace benchfolio::site
