// Which changes stand on which page: the newest on the list's own page; where there are many, all of them on further
// pages by year. What is of a past year stays where it is when changes come.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analysis/decisions.hpp"
#include "site/site.hpp"

namespace benchfolio::site {

// Of an event a page tells so many benchmarks; the rest is counted.
inline constexpr std::size_t most_of_an_event = 10;

struct ChangesPage {
    std::string path;
    std::optional<int> year;                        // nothing: the list's own page
    std::size_t part = 1, parts = 1;                // of the year
    std::span<const analysis::ChangeEvent> events;  // the newest first
};

class ChangePages {
  public:
    explicit ChangePages(const Content& content);
    ChangePages(const ChangePages&) = delete;

    const std::vector<analysis::ChangeEvent>& events() const { return events_; }  // all, the newest first
    const std::vector<ChangesPage>& pages() const { return pages_; }              // the list's own first

    // Where an event stands: page and anchor, "changes/index.html#event-0123456789".
    std::string place_of(const analysis::ChangeEvent& event) const;

  private:
    void add_year(const Content& content, std::span<const analysis::ChangeEvent> events);

    std::vector<analysis::ChangeEvent> events_;
    std::vector<ChangesPage> pages_;
    std::vector<std::size_t> page_of_;    // by group
    std::vector<std::string> anchor_of_;  // by group
};

}  // namespace benchfolio::site
