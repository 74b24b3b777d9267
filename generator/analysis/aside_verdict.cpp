#include "analysis/aside_verdict.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>

#include "analysis/apply_triage.hpp"
#include "analysis/aside_base.hpp"
#include "analysis/estimate.hpp"
#include "stats/quantile.hpp"

namespace benchfolio::analysis {
namespace {

using Indices = std::vector<std::uint32_t>;

std::optional<std::uint32_t> same_testbed(const model::History& trends, const model::Testbed& testbed) {
    const auto found = std::ranges::find(trends.testbeds, testbed.dimensions, &model::Testbed::dimensions);
    if (found == trends.testbeds.end()) return std::nullopt;
    return static_cast<std::uint32_t>(found - trends.testbeds.begin());
}

// Collects what an excerpt is to hold, and finds it there again.
class Question {
  public:
    Question(const AsideArchive& archive, const AsideLine& line, std::uint32_t testbed)
        : archive_{archive}, line_{line}, newest_{newest_of_line(archive.aside(), line, testbed)} {
        result_.testbed = testbed;
        result_.trends = archive.testbed[testbed];
    }

    AsideVerdict answer() {
        const bool tag = line_.purpose.kind == model::Kind::tag;
        std::vector<AsideBase> bases =
            tag ? std::vector{tag_before(archive_, line_, newest_), trends_now(archive_, newest_)}
                : std::vector{base_of(archive_, line_, newest_)};
        take_excerpt(bases);
        for (std::size_t i = 0; i < bases.size(); ++i) compare_with(bases[i], tag && i == 1);
        if (!tag) judge(bases.front());
        add_points(bases.front());
        return std::move(result_);
    }

  private:
    const model::Run& own(std::uint32_t index) const { return archive_.aside().runs[index]; }

    // The line's runs of the suite that is judged, and those of other lines that it is held against.
    void take_excerpt(const std::vector<AsideBase>& bases) {
        std::set<std::uint32_t> trend, aside{newest_.begin(), newest_.end()};
        for (const std::uint32_t run : line_.runs)
            if (own(run).testbed == result_.testbed && own(run).suite == own(newest_.front()).suite) aside.insert(run);
        for (const AsideBase& base : bases) {
            trend.insert(base.history.begin(), base.history.end());
            (base.aside ? aside : trend).insert(base.runs.begin(), base.runs.end());
        }
        trend_.assign(trend.begin(), trend.end());
        aside_.assign(aside.begin(), aside.end());
        const Known trends{archive_.trends, archive_.report.estimate, archive_.report.outlier};
        const Known others{archive_.aside(), archive_.estimate, archive_.outlier};
        result_.excerpt = excerpt_of({trends, result_.trends.value_or(0), trend_}, {others, result_.testbed, aside_},
                                     archive_.options);
        result_.newest = in_excerpt(newest_, true);
    }

    Indices in_excerpt(const Indices& runs, bool aside) const {
        const Indices &all = aside ? aside_ : trend_, &here = aside ? result_.excerpt.own : result_.excerpt.trend;
        Indices found;
        for (const std::uint32_t run : runs)
            found.push_back(here[static_cast<std::size_t>(std::ranges::lower_bound(all, run) - all.begin())]);
        return found;
    }

    // Runs that are neither side's say nothing, also not how often results jump.
    std::vector<double> without_others(const Indices& before) const {
        std::vector<double> values = result_.excerpt.report.estimate;
        const auto& runs = result_.excerpt.history.columns.run;
        for (std::size_t row = 0; row < values.size(); ++row) {
            const bool is_side =
                std::ranges::count(before, runs[row]) > 0 || std::ranges::count(result_.newest, runs[row]) > 0;
            if (!is_side && std::ranges::binary_search(result_.excerpt.own, runs[row])) values[row] = model::absent;
        }
        return values;
    }

    // `since`: the other way round, how the base stands against the line.
    void compare_with(const AsideBase& base, bool since) {
        if (base.runs.empty()) {
            result_.refused.push_back(
                {archive_.aside().testbeds[result_.testbed].label, NotCompared::other_testbed, base.why});
            return;
        }
        Side before{base.label, in_excerpt(base.runs, base.aside)}, after{label_of(line_.purpose), result_.newest};
        const std::vector<double> values = without_others(before.runs);
        if (since) std::swap(before, after);
        const Context context{result_.excerpt.history, archive_.options, values};
        result_.comparisons.push_back(
            {base.why, compare(context, result_.excerpt.report, std::move(before), std::move(after))});
    }

    void judge(const AsideBase& base) {
        GateQuestion question;
        question.head = result_.newest;
        const Indices history = in_excerpt(base.history, false);
        if (!history.empty()) question.base = history.back();
        question.how = base.why;
        if (line_.purpose.kind == model::Kind::branch) question.branch = line_.purpose.ref;
        const Report& report = result_.excerpt.report;
        result_.gate = gate({result_.excerpt.history, archive_.options, report.estimate}, report, question);
    }

    // ---- points

    bool counts(std::size_t row) const {
        return result_.excerpt.report.outlier[row] == 0 && result_.excerpt.report.estimate[row] > 0;
    }

    // Of a series: the median of these runs.
    std::optional<double> level_of(const model::Series& series, const Indices& runs) const {
        std::vector<double> values;
        for (std::size_t row = series.first; row < series.last; ++row)
            if (std::ranges::count(runs, result_.excerpt.history.columns.run[row]) > 0 && counts(row))
                values.push_back(result_.excerpt.report.estimate[row]);
        return stats::median_in_place(values);
    }

    std::uint32_t leading_measure() const {
        const model::History& all = result_.excerpt.history;
        auto leading = static_cast<std::uint32_t>(all.measures.size());
        for (const model::Series& series : all.series)
            if (series.measure < leading && level_of(series, result_.newest)) leading = series.measure;
        return leading;
    }

    bool is_drawn(std::uint32_t run) const {
        const auto& excerpt = result_.excerpt;
        return std::ranges::binary_search(excerpt.trend, run) || excerpt.history.runs[run].purpose == line_.purpose;
    }

    // A tag is what the others are relative to; nothing has to come before it.
    void add_points(const AsideBase& base) {
        const bool tag = line_.purpose.kind == model::Kind::tag;
        const Indices reference = tag ? result_.newest : in_excerpt(base.runs, base.aside);
        const model::History& all = result_.excerpt.history;
        if (reference.empty() || all.runs[reference.front()].suite != all.runs[result_.newest.front()].suite) return;
        std::map<std::uint32_t, std::pair<double, std::uint32_t>> sums;  // by run: of ln, and of how many
        std::uint32_t members = 0;
        result_.measure = leading_measure();
        for (const model::Series& series : all.series) {
            const auto level = series.measure == result_.measure ? level_of(series, reference) : std::nullopt;
            if (!level) continue;
            ++members;
            for (std::size_t row = series.first; row < series.last; ++row) {
                if (!counts(row)) continue;
                auto& [sum, count] = sums[all.columns.run[row]];
                sum += std::log(result_.excerpt.report.estimate[row] / *level);
                ++count;
            }
        }
        for (const auto& [run, sum] : sums)
            if (is_drawn(run))
                result_.points.push_back({run, std::exp(sum.first / sum.second), sum.second, sum.second == members,
                                          std::ranges::binary_search(result_.excerpt.own, run)});
    }

    const AsideArchive& archive_;
    const AsideLine& line_;
    Indices newest_, trend_, aside_;  // of the two histories
    AsideVerdict result_;
};

}  // namespace

AsideArchive aside_archive(const model::History& trends, const Report& report, const Options& options) {
    const model::History& aside = *trends.aside;
    AsideArchive archive{trends, report, options, aside_lines(aside), {}, {}, {}};
    archive.estimate = estimates(aside.columns, options.estimate).value;
    archive.outlier = outliers(aside, options.triage.outliers);
    for (const model::Testbed& testbed : aside.testbeds) archive.testbed.push_back(same_testbed(trends, testbed));
    return archive;
}

std::vector<AsideVerdict> verdicts_of(const AsideArchive& archive, const AsideLine& line) {
    std::set<std::uint32_t> testbeds;
    for (const std::uint32_t run : line.runs) testbeds.insert(archive.aside().runs[run].testbed);
    std::vector<AsideVerdict> verdicts;
    for (const std::uint32_t testbed : testbeds) verdicts.push_back(Question{archive, line, testbed}.answer());
    return verdicts;
}

}  // namespace benchfolio::analysis
