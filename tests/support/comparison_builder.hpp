// A comparison by hand, so that a test of how it is shown depends on no verdict's arithmetic.
//
//     ComparisonBuilder builder{3, 2};                      // runs before and after
//     builder.row("bench_a", Verdict::slower, 1.34, .01, .024);  // ratio, half its interval, noise
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "analysis/analysis.hpp"
#include "analysis/comparison.hpp"
#include "site/site.hpp"
#include "support/history_builder.hpp"

namespace benchfolio::support {

class ComparisonBuilder {
  public:
    ComparisonBuilder(std::size_t before, std::size_t after) {
        const auto cpu = archive_.testbed("EPYC 7763");
        before_ = archive_.nights(cpu, before);
        after_ = archive_.nights(cpu, after);
    }

    // 1 ms before, `ratio` of that after.
    void row(const std::string& benchmark, analysis::Verdict verdict, double ratio, double half, double noise,
             const std::string& measure = "time") {
        const double base = measure == "time" ? 1e-3 : 1e6;
        for (const auto run : before_) archive_.measured(benchmark, run, only_median(base), measure);
        for (const auto run : after_) archive_.measured(benchmark, run, only_median(base * ratio), measure);
        analysis::ComparedBenchmark& made = rows_.emplace_back(Row{benchmark, measure, {}}).of;
        made.before = base;
        made.after = base * ratio;
        made.runs_before = static_cast<std::uint32_t>(before_.size());
        made.runs_after = static_cast<std::uint32_t>(after_.size());
        made.ratio = ratio;
        made.interval = stats::Interval{ratio - half, ratio + half};
        made.noise = noise;
        made.verdict = verdict;
        if (verdict == analysis::Verdict::cannot_tell) made.more_runs = 9;
    }

    model::History history() const { return archive_.build(); }

    // What the comparison has beside sides and rows.
    analysis::Comparison& rest() { return rest_; }

    analysis::Comparison comparison(const model::History& history) const {
        analysis::Comparison made = rest_;
        made.before = {"v5.3", before_};
        made.after = {"latest", after_};
        for (const Row& row : rows_) {
            made.rows.push_back(row.of);
            made.rows.back().benchmark = index_of(history.benchmarks, row.benchmark);
            made.rows.back().measure = index_of(history.measures, row.measure);
        }
        return made;
    }

  private:
    struct Row {
        std::string benchmark, measure;
        analysis::ComparedBenchmark of;
    };

    template <class Things>
    static std::uint32_t index_of(const Things& things, const std::string& name) {
        const auto found = std::ranges::find(things, name, [](const auto& thing) { return thing.name; });
        return static_cast<std::uint32_t>(found - things.begin());
    }

    HistoryBuilder archive_;
    Runs before_, after_;
    std::vector<Row> rows_;
    analysis::Comparison rest_;
};

// A comparison with all that its page is made from.
struct ComparedArchive {
    explicit ComparedArchive(const ComparisonBuilder& builder)
        : history{builder.history()}, comparison{builder.comparison(history)} {
        history.testbeds[0].colour = 3;
        report = analysis::analyse(history, analysis_options);
    }
    site::Content content() const { return {history, report, analysis_options, options}; }

    model::History history;
    analysis::Comparison comparison;
    analysis::Options analysis_options;
    site::Options options;
    analysis::Report report;
};

}  // namespace benchfolio::support
