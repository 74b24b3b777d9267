#include "site/feeds.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "chart/quantity.hpp"
#include "html/html.hpp"
#include "model/digest.hpp"
#include "model/percent.hpp"
#include "site/issue_link.hpp"
#include "site/pages/differences.hpp"
#include "site/routes.hpp"
#include "site/words.hpp"
#include "svg/pen.hpp"

namespace benchfolio::site {
namespace {

using analysis::Change;
using analysis::ChangeEvent;
using analysis::ChangeState;

constexpr std::size_t longest_name = 200;  // bytes, of a benchmark in an entry

// Text or a quoted attribute of XML 1.0: characters that it cannot hold, U+FFFE and U+FFFF among them, are U+FFFD.
std::string xml(std::string_view text) {
    std::string escaped;
    svg::append_escaped(escaped, text);
    for (const std::string_view never : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"})
        for (auto at = escaped.find(never); at != escaped.npos; at = escaped.find(never)) escaped[at + 2] = '\xBD';
    return escaped;
}

// Whole characters of UTF-8, at most `longest_name` bytes of them.
std::string shortened(std::string text) {
    if (text.size() <= longest_name) return text;
    std::size_t end = longest_name;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.erase(end).append("…");
}

// ---- Addresses ----

bool stays_in_address(char c) {
    return model::is_unreserved(c) || std::string_view{":/?#[]@!$&'()*+,;=%"}.find(c) != std::string_view::npos;
}

std::string at_site(const Content& content, std::string_view path) {
    return model::percent_encoded(routes::below(content.options.base_url, path), stays_in_address);
}

// An id that lasts wherever the site moves: a UUID of its own making (RFC 9562, version 8) from the id of a change.
std::string urn(std::string_view id) {
    std::string hex = model::hex(model::sha256("benchfolio change " + std::string{id}), 32);
    hex[12] = '8';
    hex[16] = 'a';
    return "urn:uuid:" + hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" + hex.substr(16, 4) +
           "-" + hex.substr(20);
}

// ---- What an entry is about ----

// Changes told together: an event in the feeds of all benchmarks, one benchmark's part of it in its own.
struct Entry {
    std::string id;                             // of the change that was confirmed first
    std::string link;                           // relative to the site's root
    std::vector<analysis::BenchmarkChange> of;  // not empty, the largest first
    model::Time published, updated;
};

bool is_told(const Change& change) {
    return change.state != ChangeState::watching;
}

model::Time confirmed_at(const Content& content, const Change& change) {
    return content.history.runs[change.confirmed_by.value_or(change.first_run_after)].time;
}

model::Time updated_at(const Content& content, const Change& change) {
    const model::Time confirmed = confirmed_at(content, change);
    return change.retracted_by ? std::max(confirmed, content.history.runs[*change.retracted_by].time) : confirmed;
}

const Change& leading(const Content& content, const analysis::BenchmarkChange& of) {
    return content.report.changes[of.leading];
}

const model::Series& series_of(const Content& content, const analysis::BenchmarkChange& of) {
    return content.history.series[leading(content, of).series];
}

Entry entry_of(const Content& content, std::vector<analysis::BenchmarkChange> of, std::string link) {
    Entry entry{{}, std::move(link), std::move(of), {}, {}};
    for (const analysis::BenchmarkChange& benchmark : entry.of) {
        for (const std::uint32_t index : benchmark.changes) {
            const Change& change = content.report.changes[index];
            const model::Time confirmed = confirmed_at(content, change);
            // Sizes move from night to night, so of those that one run confirmed the id decides.
            if (entry.id.empty() || std::tie(confirmed, change.id) < std::tie(entry.published, entry.id)) {
                entry.published = confirmed;
                entry.id = change.id;
            }
            entry.updated = std::max(entry.updated, updated_at(content, change));
        }
    }
    return entry;
}

// ---- In words ----

std::string name_of(const Content& content, const analysis::BenchmarkChange& of) {
    const model::Series& series = series_of(content, of);
    std::string name = shortened(label_of(content.history.benchmarks[series.benchmark]));
    return goes_without_saying(content.history.measures[series.measure])
               ? name
               : name + ", " + heading_of(content.history.measures[series.measure]);
}

bool is_retracted(const Content& content, const analysis::BenchmarkChange& of) {
    return leading(content, of).state == ChangeState::retracted;
}

std::string in_words(const Content& content, const analysis::BenchmarkChange& of) {
    const Change& change = leading(content, of);
    const model::Measure& measure = content.history.measures[series_of(content, of).measure];
    const std::string glyph = change.direction == analysis::Verdict::slower ? "▲ " : "▼ ";
    return (is_retracted(content, of) ? "Retracted: " : "") + glyph + change_text(change, measure);
}

std::string title_of(const Content& content, const Entry& entry) {
    const std::string first = name_of(content, entry.of.front()) + ": " + in_words(content, entry.of.front());
    return entry.of.size() == 1 ? first : first + ", and " + number(entry.of.size() - 1) + " more";
}

std::string range_of(const Content& content, const Change& change) {
    const auto& from = content.history.runs[change.last_run_before].commit;
    const auto& to = content.history.runs[change.first_run_after].commit;
    if (!from || !to) return "commits not recorded";
    if (from->id == to->id) return html::escape(short_commit(*to)) + " (the same commit)";
    const std::string range = html::escape(short_commit(*from) + ".." + short_commit(*to));
    const auto url = commits_url(content.options, from->id, to->id);
    return url ? "<a href=\"" + html::escape(*url) + "\">" + range + "</a>" : range;
}

std::string line_of(const Content& content, const analysis::BenchmarkChange& of) {
    const Change& change = leading(content, of);
    const model::Series& series = series_of(content, of);
    const std::string& unit = content.history.measures[series.measure].unit;
    const std::string url =
        at_site(content, routes::benchmark(content.history.benchmarks[series.benchmark]) + "#" + change.id);
    return "<li><a href=\"" + html::escape(url) + "\">" + html::escape(name_of(content, of)) + "</a>: " +
           html::escape(in_words(content, of) + ", " + chart::quantity(change.before, unit) + " → " +
                        chart::quantity(change.after, unit) + " on " + content.history.testbeds[series.testbed].label +
                        ", " + agreement_text(content.history, change)) +
           "</li>";
}

// HTML, to be escaped once more as the text of an element.
std::string content_of(const Content& content, const Entry& entry) {
    const Change& first = leading(content, entry.of.front());
    std::string text = "<p>" + range_of(content, first) + ", " + day(content.history.runs[first.last_run_before].time) +
                       " → " + day(content.history.runs[first.first_run_after].time) +
                       "; also changed: " + html::escape(told(first.suspects)) + "</p><ul>";
    const std::size_t shown = std::min(entry.of.size(), most_of_an_event);
    for (std::size_t i = 0; i < shown; ++i) text += line_of(content, entry.of[i]);
    if (shown < entry.of.size()) text += "<li>and " + number(entry.of.size() - shown) + " more</li>";
    return text + "</ul>";
}

// ---- XML ----

std::string xml_of(const Content& content, const Entry& entry) {
    return "<entry>\n<id>" + urn(entry.id) + "</id>\n<title>" + xml(title_of(content, entry)) +
           "</title>\n<published>" + model::iso8601(entry.published) + "</published>\n<updated>" +
           model::iso8601(entry.updated) + "</updated>\n<link rel=\"alternate\" type=\"text/html\" href=\"" +
           xml(at_site(content, entry.link)) + "\"/>\n<content type=\"html\">" + xml(content_of(content, entry)) +
           "</content>\n</entry>\n";
}

struct Feed {
    std::string path, title, page;  // where it is, what it is called, the page that says the same
    std::vector<Entry> entries;
};

// Of a feed without entries: when the archive began, which does not move from night to night.
model::Time updated_at(const Content& content, const Feed& feed) {
    model::Time updated = content.history.runs.empty() ? model::Time{} : content.history.runs.front().time;
    for (const Entry& entry : feed.entries) updated = std::max(updated, entry.updated);
    return updated;
}

std::string xml_of(const Content& content, const Feed& feed) {
    const std::string self = xml(at_site(content, feed.path));
    std::string text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n";
    text += "<id>" + self + "</id>\n<title>" + xml(feed.title + " · " + content.options.title) + "</title>\n<updated>" +
            model::iso8601(updated_at(content, feed)) + "</updated>\n<author><name>" + xml(content.options.title) +
            "</name></author>\n<generator version=\"" BENCHFOLIO_VERSION "\">benchfolio</generator>\n";
    text += "<link rel=\"self\" type=\"application/atom+xml\" href=\"" + self + "\"/>\n";
    text += "<link rel=\"alternate\" type=\"text/html\" href=\"" + xml(at_site(content, feed.page)) + "\"/>\n";
    for (const Entry& entry : feed.entries) text += xml_of(content, entry);
    return text + "</feed>\n";
}

// The newest first, bounded.
void sort_and_cut(std::vector<Entry>& entries) {
    std::ranges::stable_sort(entries, std::ranges::greater{}, &Entry::updated);
    if (entries.size() > most_entries) entries.erase(entries.begin() + most_entries, entries.end());
}

// ---- Which feeds there are ----

std::vector<ChangeEvent> told_events(const Content& content) {
    std::vector<std::uint32_t> told;
    for (std::uint32_t i = 0; i < content.report.changes.size(); ++i)
        if (is_told(content.report.changes[i])) told.push_back(i);
    return analysis::events_of(content.history, content.report, told);
}

std::string benchmark_place(const Content& content, const analysis::BenchmarkChange& of) {
    return routes::benchmark(content.history.benchmarks[series_of(content, of).benchmark]) + "#" +
           leading(content, of).id;
}

Feed feed_of_events(const Content& content, const ChangePages& changes, std::span<const ChangeEvent> events,
                    std::string_view path, std::string title, bool regressions_only) {
    Feed feed{std::string{path}, std::move(title), std::string{routes::changes}, {}};
    for (const ChangeEvent& event : events) {
        if (regressions_only && event.worse == 0) continue;
        const bool alone = event.benchmarks.size() == 1;
        feed.entries.push_back(
            entry_of(content, event.benchmarks,
                     alone ? benchmark_place(content, event.benchmarks.front()) : changes.place_of(event)));
    }
    sort_and_cut(feed.entries);
    return feed;
}

// By benchmark: its parts of the events.
std::vector<Feed> benchmark_feeds(const Content& content, std::span<const ChangeEvent> events) {
    std::vector<Feed> feeds;
    for (const model::Benchmark& benchmark : content.history.benchmarks)
        feeds.push_back(
            {routes::benchmark_feed(benchmark), shortened(label_of(benchmark)), routes::benchmark(benchmark), {}});
    for (const ChangeEvent& event : events) {
        std::map<std::uint32_t, std::vector<analysis::BenchmarkChange>> parts;  // by benchmark
        for (const analysis::BenchmarkChange& of : event.benchmarks)
            parts[series_of(content, of).benchmark].push_back(of);
        for (auto& [benchmark, part] : parts) {
            std::string place = benchmark_place(content, part.front());
            feeds[benchmark].entries.push_back(entry_of(content, std::move(part), std::move(place)));
        }
    }
    return feeds;
}

}  // namespace

bool has_feeds(const Options& options) {
    return options.base_url.starts_with("https://") || options.base_url.starts_with("http://");
}

void render_feeds(const Content& content, const ChangePages& changes, const FileSink& sink) {
    if (!has_feeds(content.options)) return;
    const std::vector<ChangeEvent> events = told_events(content);
    for (const Feed& feed : {feed_of_events(content, changes, events, routes::changes_feed, "Changes", false),
                             feed_of_events(content, changes, events, routes::regressions_feed, "Regressions", true)})
        sink(feed.path, xml_of(content, feed));
    for (Feed& feed : benchmark_feeds(content, events)) {
        sort_and_cut(feed.entries);
        sink(feed.path, xml_of(content, feed));
    }
}

}  // namespace benchfolio::site
