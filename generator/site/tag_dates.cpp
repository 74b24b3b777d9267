#include "site/tag_dates.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>

#include "chart/ticks.hpp"
#include "site/figure_parts.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

constexpr std::size_t most_in_words = 3;

// The dates of the first run of each measured commit, by its id, which may be shortened.
class MeasuredCommits {
  public:
    explicit MeasuredCommits(const model::History& trends) {
        for (const model::Run& run : trends.runs)
            if (run.commit && !run.commit->id.empty()) first_.emplace(run.commit->id, days_of(run.time));
    }

    // Neighbours in order begin alike.
    std::optional<double> date_of(const std::string& commit) const {
        const auto after = first_.upper_bound(commit);
        if (after != first_.begin() && commit.starts_with(std::prev(after)->first)) return std::prev(after)->second;
        if (after != first_.end() && after->first.starts_with(commit)) return after->second;
        return std::nullopt;
    }

  private:
    std::map<std::string, double> first_;
};

}  // namespace

std::vector<chart::Event> tag_dates(const Content& content) {
    const bool any_aside = content.history.aside != nullptr;
    if (content.analysis_options.tags.empty() && !any_aside) return {};
    const MeasuredCommits measured{content.history};
    std::map<std::string, double> dates;
    for (const analysis::Tag& tag : content.analysis_options.tags)
        if (const auto date = measured.date_of(tag.commit)) dates.emplace(tag.name, *date);
    for (const model::Run& run : any_aside ? content.history.aside->runs : std::vector<model::Run>{}) {
        if (run.purpose.kind != model::Kind::tag || !run.commit) continue;
        const auto date = measured.date_of(run.commit->id);
        if (date || run.commit->time) dates.emplace(run.purpose.ref, date ? *date : days_of(*run.commit->time));
    }
    std::vector<chart::Event> tags;
    for (const auto& [name, date] : dates) tags.push_back({date, name});
    std::ranges::stable_sort(tags, {}, &chart::Event::x);
    return tags;
}

std::vector<chart::Event> tags_within(const std::vector<chart::Event>& tags, chart::Span time) {
    std::vector<chart::Event> within;
    std::ranges::copy_if(tags, std::back_inserter(within),
                         [&](const chart::Event& tag) { return time.from <= tag.x && tag.x <= time.to; });
    return within;
}

std::string tags_in_words(const std::vector<chart::Event>& tags) {
    if (tags.empty()) return {};
    std::vector<std::string> parts;
    for (auto tag = tags.rbegin(); tag != tags.rend() && parts.size() < most_in_words; ++tag)
        parts.push_back(tag->label + " on " + chart::day_text(tag->x));
    if (tags.size() > most_in_words) parts.push_back(number(tags.size() - most_in_words) + " earlier");
    return " Tags: " + listed(parts) + ".";
}

}  // namespace benchfolio::site
