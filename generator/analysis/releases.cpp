#include "analysis/releases.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <tuple>

#include "analysis/apply_triage.hpp"
#include "analysis/comparison.hpp"
#include "analysis/estimate.hpp"
#include "analysis/excerpt.hpp"
#include "model/ascii.hpp"
#include "system/parallel.hpp"

namespace benchfolio::analysis {
namespace {

using Indices = std::vector<std::uint32_t>;

constexpr std::size_t newest_in_full = 12, runs_for_noise = 100, least_releases = 2;

// ---- Which run is of which release ----

const Tag* tag_of(const model::Run& run, const std::vector<Tag>& tags) {
    if (!run.commit || run.commit->id.empty()) return nullptr;
    const auto found =
        std::ranges::find_if(tags, [&](const Tag& tag) { return tag.commit.starts_with(run.commit->id); });
    return found == tags.end() ? nullptr : &*found;
}

// Empty for a run that is of none.
std::string release_of(const model::Run& run, const std::vector<Tag>& tags) {
    if (run.purpose.kind == model::Kind::tag) return run.purpose.ref;
    if (run.purpose.kind != model::Kind::nightly) return {};
    const Tag* tag = tag_of(run, tags);
    return tag ? tag->name : std::string{};
}

struct Found {
    std::string commit;
    std::optional<model::Time> time;  // of the commit
};
using FoundReleases = std::map<std::string, Found>;

void find_releases(const model::History& history, const std::vector<Tag>& tags, FoundReleases& found) {
    for (const model::Run& run : history.runs) {
        const std::string name = release_of(run, tags);
        if (name.empty()) continue;
        Found& release = found[name];
        if (!run.commit) continue;
        if (run.commit->id.size() > release.commit.size()) release.commit = run.commit->id;
        if (run.commit->time) release.time = run.commit->time;
    }
}

// ---- Their order ----

// The digits at the front, without leading zeros; what follows stays.
std::string_view taken_number(std::string_view& text) {
    const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
    std::string_view digits = text.substr(0, end);
    text.remove_prefix(end);
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    return digits;
}

// "v3.9" before "v3.10", and "v3.11.0rc1" before "v3.11.0": what follows a version with a letter comes before it.
bool earlier_name(std::string_view a, std::string_view b) {
    while (!a.empty() && !b.empty()) {
        if (model::is_digit(a.front()) && model::is_digit(b.front())) {
            const std::string_view x = taken_number(a), y = taken_number(b);
            if (x != y) return x.size() != y.size() ? x.size() < y.size() : x < y;
        } else if (a.front() != b.front()) {
            return a.front() < b.front();
        } else {
            a.remove_prefix(1), b.remove_prefix(1);
        }
    }
    const auto is_letter = [](std::string_view rest) {
        return !rest.empty() &&
               ((rest.front() >= 'a' && rest.front() <= 'z') || (rest.front() >= 'A' && rest.front() <= 'Z'));
    };
    if (a.empty() != b.empty()) return a.empty() ? !is_letter(b) : is_letter(a);
    return false;
}

std::vector<std::string> ordered(const FoundReleases& found, const std::vector<Tag>& tags) {
    std::vector<std::string> names;
    for (const auto& [name, release] : found) names.push_back(name);
    const auto place = [&](const std::string& name) {
        return std::ranges::find(tags, name, &Tag::name) - tags.begin();
    };
    const auto has_time = [](const auto& entry) { return entry.second.time.has_value(); };
    const auto is_known = [&](const std::string& name) { return place(name) < std::ssize(tags); };
    std::ranges::stable_sort(names, earlier_name);
    if (std::ranges::all_of(found, has_time))
        std::ranges::stable_sort(names, {}, [&](const std::string& name) { return *found.at(name).time; });
    else if (std::ranges::all_of(names, is_known))
        std::ranges::stable_sort(names, {}, place);
    return names;
}

// ---- The tables of a testbed ----

// Where the runs of one testbed stand: in the trends' history, or in an excerpt with those of tags.
struct Place {
    Context context;
    const Report& report;
    std::uint32_t testbed = 0;
};

class Tables {
  public:
    Tables(const Place& at, Releases& releases) : at_{at}, releases_{releases} {}

    void add() {
        const model::History& history = at_.context.history;
        std::map<model::Suite, std::map<std::uint32_t, Indices>> by_suite;
        for (std::uint32_t run = 0; run < history.runs.size(); ++run)
            if (history.runs[run].testbed == at_.testbed)
                if (const auto release = index_of(history.runs[run]))
                    by_suite[history.runs[run].suite][*release].push_back(run);
        std::vector<std::pair<std::uint32_t, ReleaseTable>> tables;  // the newest run, of runs by time
        for (const auto& [suite, by_release] : by_suite) {
            if (by_release.size() < least_releases) continue;
            std::uint32_t newest = 0;
            for (const auto& [release, runs] : by_release) newest = std::max(newest, runs.back());
            tables.emplace_back(newest, table_of(suite, by_release));
        }
        std::ranges::sort(tables, std::ranges::greater{}, &std::pair<std::uint32_t, ReleaseTable>::first);
        for (auto& [newest, table] : tables) releases_.tables.push_back(std::move(table));
    }

  private:
    std::optional<std::uint32_t> index_of(const model::Run& run) const {
        const std::string name = release_of(run, at_.context.options.tags);
        const auto found = std::ranges::find(releases_.releases, name, &Release::name);
        if (name.empty() || found == releases_.releases.end()) return std::nullopt;
        return static_cast<std::uint32_t>(found - releases_.releases.begin());
    }

    ReleaseTable table_of(const model::Suite& suite, const std::map<std::uint32_t, Indices>& by_release) {
        const model::Testbed& testbed = at_.context.history.testbeds[at_.testbed];
        ReleaseTable table{testbed.slug, testbed.label, testbed.hidden, suite, {}, {}, {}};
        std::vector<const Indices*> runs;
        for (const auto& [release, of] : by_release) {
            runs.push_back(&of);
            table.results.push_back({release, {}, {}});
            for (const std::uint32_t run : of) table.results.back().runs.push_back(at_.context.history.runs[run].id);
        }
        std::map<std::pair<std::uint32_t, std::uint32_t>, ReleaseRow> noise;
        for (std::uint32_t after = 1; after < runs.size(); ++after)
            for (std::uint32_t before = 0; before < after; ++before)
                if (is_wanted(before, after, runs.size()))
                    table.pairs.push_back(pair_of(before, after, *runs[before], *runs[after], noise));
        add_rows(runs, noise, table);
        return table;
    }

    static bool is_wanted(std::size_t before, std::size_t after, std::size_t count) {
        return before == 0 || before + 1 == after || before + newest_in_full >= count;
    }

    using NoiseByRow = std::map<std::pair<std::uint32_t, std::uint32_t>, ReleaseRow>;

    ReleasePair pair_of(std::uint32_t before, std::uint32_t after, const Indices& runs_before,
                        const Indices& runs_after, NoiseByRow& noise) {
        Comparison comparison = compare(at_.context, at_.report, {"before", runs_before}, {"after", runs_after});
        ReleasePair pair{before, after, std::move(comparison.means), 0, 0, 0};
        for (ComparedAggregate& mean : pair.means) mean.measure = measure_of(mean.measure);
        for (const Excluded& one : comparison.excluded) {
            pair.missing += one.why == NotCompared::missing ? 1 : 0;
            pair.added += one.why == NotCompared::added ? 1 : 0;
            pair.no_value += one.why == NotCompared::no_value ? 1 : 0;
        }
        for (const ComparedBenchmark& row : comparison.rows) {
            ReleaseRow& known = noise[{row.benchmark, row.measure}];
            if (row.noise) known.noise = row.noise, known.degrees = row.noise_degrees;
        }
        return pair;
    }

    // Among those of all testbeds.
    std::uint32_t measure_of(std::uint32_t here) {
        const model::Measure& measure = at_.context.history.measures[here];
        const auto found = std::ranges::find(releases_.measures, measure);
        const auto index = static_cast<std::uint32_t>(found - releases_.measures.begin());
        if (found == releases_.measures.end()) releases_.measures.push_back(measure);
        return index;
    }

    void add_rows(const std::vector<const Indices*>& runs, const NoiseByRow& noise, ReleaseTable& table) {
        for (const model::Series& series : at_.context.history.series) {
            const auto known = noise.find({series.benchmark, series.measure});
            if (series.testbed != at_.testbed || known == noise.end()) continue;
            ReleaseRow& row = table.rows.emplace_back(known->second);
            row.benchmark = at_.context.history.benchmarks[series.benchmark].name;
            row.measure = measure_of(series.measure);
            for (std::size_t i = 0; i < runs.size(); ++i)
                table.results[i].values.push_back(values_of(series, *runs[i]));
        }
    }

    std::vector<double> values_of(const model::Series& series, const Indices& runs) const {
        const Indices& column = at_.context.history.columns.run;
        const auto first = column.begin() + static_cast<std::ptrdiff_t>(series.first);
        const auto last = column.begin() + static_cast<std::ptrdiff_t>(series.last);
        std::vector<double> values;
        for (const std::uint32_t run : runs) {
            const auto found = std::lower_bound(first, last, run);
            if (found == last || *found != run) continue;
            const auto row = static_cast<std::size_t>(found - column.begin());
            const bool outlier = !at_.report.outlier.empty() && at_.report.outlier[row] != 0;
            if (!outlier && !std::isnan(at_.context.estimate[row])) values.push_back(at_.context.estimate[row]);
        }
        return values;
    }

    const Place& at_;
    Releases& releases_;
};

// ---- All testbeds ----

Indices runs_on(const model::History& history, std::uint32_t testbed) {
    Indices runs;
    for (std::uint32_t run = 0; run < history.runs.size(); ++run)
        if (history.runs[run].testbed == testbed) runs.push_back(run);
    return runs;
}

class Builder {
  public:
    Builder(const Context& context, const Report& report) : context_{context}, report_{report} {}

    Releases build() {
        const std::vector<Tag>& tags = context_.options.tags;
        FoundReleases found;
        find_releases(context_.history, tags, found);
        if (aside()) find_releases(*aside(), tags, found);
        for (const std::string& name : ordered(found, tags)) result_.releases.push_back({name, found.at(name).commit});
        if (result_.releases.size() < least_releases) return {};
        if (aside()) {
            estimate_ = estimates(aside()->columns, context_.options.estimate).value;
            outlier_ = outliers(*aside(), context_.options.triage.outliers);
        }
        for (std::uint32_t i = 0; i < context_.history.testbeds.size(); ++i) add_testbed(i);
        if (aside())
            for (std::uint32_t i = 0; i < aside()->testbeds.size(); ++i)
                if (!trends_testbed(aside()->testbeds[i])) add_excerpt({}, i);
        if (result_.tables.empty()) return {};
        return std::move(result_);
    }

  private:
    const model::History* aside() const { return context_.history.aside.get(); }

    static bool is_same(const model::Testbed& a, const model::Testbed& b) { return a.dimensions == b.dimensions; }

    std::optional<std::uint32_t> trends_testbed(const model::Testbed& of) const {
        const auto& all = context_.history.testbeds;
        const auto found = std::ranges::find_if(all, [&](const model::Testbed& one) { return is_same(one, of); });
        if (found == all.end()) return std::nullopt;
        return static_cast<std::uint32_t>(found - all.begin());
    }

    void add_testbed(std::uint32_t testbed) {
        const model::Testbed& here = context_.history.testbeds[testbed];
        if (!here.comparable()) return;
        if (aside())
            for (std::uint32_t i = 0; i < aside()->testbeds.size(); ++i)
                if (is_same(aside()->testbeds[i], here) && !tag_runs(i).empty()) return add_excerpt(testbed, i);
        Tables{{context_, report_, testbed}, result_}.add();
    }

    Indices tag_runs(std::uint32_t testbed) const {
        Indices runs = runs_on(*aside(), testbed);
        std::erase_if(runs, [&](std::uint32_t run) { return aside()->runs[run].purpose.kind != model::Kind::tag; });
        return runs;
    }

    // Those of releases, and for the noise the newest with each of their suites.
    Indices trend_runs(std::uint32_t testbed, const Indices& tags) const {
        const std::vector<model::Run>& all = context_.history.runs;
        const Indices runs = runs_on(context_.history, testbed);
        const auto is_release = [&](std::uint32_t run) { return !release_of(all[run], context_.options.tags).empty(); };
        std::map<model::Suite, std::size_t> counts;  // how many are still wanted
        for (const std::uint32_t run : tags) counts[aside()->runs[run].suite] = runs_for_noise;
        for (const std::uint32_t run : runs)
            if (is_release(run)) counts[all[run].suite] = runs_for_noise;
        Indices chosen;
        for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
            const auto wanted = counts.find(all[*run].suite);
            if (wanted == counts.end() || (wanted->second == 0 && !is_release(*run))) continue;
            if (wanted->second > 0) --wanted->second;
            chosen.push_back(*run);
        }
        std::ranges::reverse(chosen);
        return chosen;
    }

    void add_excerpt(std::optional<std::uint32_t> trends, std::uint32_t own) {
        if (!aside()->testbeds[own].comparable()) return;
        const Known of_trends{context_.history, report_.estimate, report_.outlier},
            of_tags{*aside(), estimate_, outlier_};
        const Picked trend{of_trends, trends.value_or(0), trends ? trend_runs(*trends, tag_runs(own)) : Indices{}};
        const Excerpt excerpt = excerpt_of(trend, {of_tags, own, tag_runs(own)}, context_.options);
        const Context context{excerpt.history, context_.options, excerpt.report.estimate};
        Tables{{context, excerpt.report, 0}, result_}.add();
    }

    const Context& context_;
    const Report& report_;
    Releases result_;
    std::vector<double> estimate_;       // by row of the other history
    std::vector<std::uint8_t> outlier_;  // likewise
};

}  // namespace

Releases releases(const Context& context, const Report& report) {
    return Builder{context, report}.build();
}

}  // namespace benchfolio::analysis
