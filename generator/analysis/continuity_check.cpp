#include "analysis/continuity_check.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/baselines.hpp"
#include "analysis/noise.hpp"
#include "stats/difference.hpp"
#include "stats/holm.hpp"
#include "stats/quantile.hpp"
#include "stats/summary.hpp"

namespace benchfolio::analysis {
namespace {

using model::History;

constexpr std::size_t most_before = 10, least_before = 2;
constexpr double false_alarms = 0.05;

bool is_same(const std::string& recorded, const std::string& commit) {
    return !recorded.empty() && commit.starts_with(recorded);
}

bool measured(const model::Run& run, const std::string& commit) {
    return run.commit && !run.commit->dirty && is_same(run.commit->id, commit);
}

// A sample of ln x: its median, and how much one value of it varies.
struct Level {
    std::vector<double> logarithms;
    std::optional<double> noise;

    double median() const {
        std::vector<double> copy = logarithms;
        return *stats::median_in_place(copy);
    }
    double error(double of_one) const { return of_one * stats::error_of_median(logarithms.size()); }
};

// The factor without one of the commits it is made of.
std::optional<Factor> without(const Factor& factor, const std::string& commit) {
    if (factor.given) return factor;
    Factor rest = factor;
    std::erase_if(rest.commits, [&](const SharedCommit& each) { return is_same(each.commit, commit); });
    if (rest.commits.size() == factor.commits.size()) return factor;
    if (rest.commits.empty()) return std::nullopt;
    std::vector<double> ratios;
    for (const SharedCommit& each : rest.commits) ratios.push_back(each.ratio());
    rest.value = *stats::median_in_place(ratios);
    if (rest.logarithm) {
        const double share =
            stats::error_of_median(rest.commits.size()) / stats::error_of_median(factor.commits.size());
        rest.logarithm->value = std::log(rest.value);
        rest.logarithm->error *= share;
    }
    return rest;
}

// One series at one commit.
class Seam {
  public:
    Seam(const Context& context, const Report& report, const ContinuousSeries& series, const Baselines& beside,
         const std::string& commit)
        : context_(context), report_(report), series_(series), commit_(commit) {
        // A ratio on one configuration alone has no seam.
        if (series_.parts.size() < 2 && series_.unjoined.empty()) return;
        for (const ContinuousPoint& point : series_.points)
            if (is_after(point)) add_after(point.run, point.value);
        if (after_.logarithms.empty()) take_from(beside);
    }

    bool is_measured() const { return !after_.logarithms.empty(); }

    SeamVerdict judge(std::uint32_t index) {
        SeamVerdict verdict;
        verdict.series = index;
        verdict.reason = gather();
        if (!verdict.reason.empty()) return verdict;
        const stats::Difference difference = compare();
        const stats::Interval interval = difference.interval();
        verdict.before = std::exp(before_.median());
        verdict.after = std::exp(after_.median());
        verdict.ratio = std::exp(difference.value);
        verdict.interval = stats::Interval{std::exp(interval.low), std::exp(interval.high)};
        verdict.visible = std::expm1(difference.visible());
        p_ = difference.p();
        return verdict;
    }

    double p() const { return p_; }

  private:
    const Part& part_of(const ContinuousPoint& point) const { return series_.parts[point.part]; }
    bool is_after(const ContinuousPoint& point) const {
        return part_of(point).configuration == series_.configuration &&
               measured(context_.history.runs[point.run], commit_);
    }

    void add_after(std::uint32_t run, double value) {
        if (after_.logarithms.empty()) first_after_ = run;
        after_.logarithms.push_back(std::log(value));
    }

    // A commit that the trends did not measure there was asked for, as a check is.
    void take_from(const Baselines& beside) {
        const std::vector<model::Run>& trends = context_.history.runs;
        for (const Baseline& each : beside.of(series_.track)) {
            const model::Run& run = context_.history.aside->runs[each.run];
            if (each.configuration != series_.configuration || !measured(run, commit_)) continue;
            const auto next = std::ranges::upper_bound(trends, run.time, {}, &model::Run::time);
            add_after(static_cast<std::uint32_t>(next - trends.begin()), each.value);
        }
    }

    // Why nothing can be told; empty where it can.
    std::string gather() {
        const ContinuousPoint* last = last_before(first_after_);
        if (last == nullptr)
            return series_.unjoined.empty() ? "no older configuration has a result" : series_.unjoined.front().reason;
        part_ = &part_of(*last);
        if (!take_factors())
            return "its factor comes from this very commit: another one has to be measured on both sides";
        fill_before(first_after_);
        if (before_.logarithms.size() < least_before) return "fewer than two results before it";
        return set_noise();
    }

    const ContinuousPoint* last_before(std::uint32_t run) const {
        const ContinuousPoint* last = nullptr;
        for (const ContinuousPoint& point : series_.points)
            if (point.run < run && part_of(point).configuration != series_.configuration) last = &point;
        return last;
    }

    bool take_factors() {
        for (const std::uint32_t index : part_->factors) {
            const auto factor = without(*report_.continuity.factors[index].factor, commit_);
            if (!factor) return false;
            factor_.value *= factor->value;
            if (factor->logarithm) error_ = std::hypot(error_, factor->logarithm->error);
        }
        return true;
    }

    // Of the same configuration, since the last change of level.
    void fill_before(std::uint32_t run) {
        const std::uint32_t from = level_begins();
        for (auto point = series_.points.rbegin(); point != series_.points.rend(); ++point) {
            if (point->run >= run || &part_of(*point) != part_) continue;
            if (point->run < from || before_.logarithms.size() == most_before) break;
            before_.logarithms.push_back(std::log(point->raw * factor_.value));
        }
    }

    const model::Series* plain_series(std::uint32_t configuration) const {
        const std::uint32_t testbed = report_.continuity.configurations[configuration].testbed;
        for (const model::Series& each : context_.history.series_of(series_.track.benchmark))
            if (each.measure == series_.track.measure && each.testbed == testbed) return &each;
        return nullptr;
    }

    const SeriesReport& report_of(const model::Series& series) const {
        return report_.series[static_cast<std::size_t>(&series - context_.history.series.data())];
    }

    // The first run of the level that the older configuration ended with.
    std::uint32_t level_begins() const {
        const model::Series* plain = plain_series(part_->configuration);
        if (plain == nullptr) return 0;
        const std::uint32_t last = report_.continuity.configurations[part_->configuration].runs.back();
        std::uint32_t begins = 0;
        for (const Step& step : report_of(*plain).steps) {
            const std::uint32_t first = context_.history.columns.run[plain->first + step.first];
            if (first <= last) begins = first;
        }
        return begins;
    }

    std::optional<double> noise_on(std::uint32_t configuration) const {
        const model::Series* plain = plain_series(configuration);
        if (plain == nullptr || series_.track.baseline) return std::nullopt;
        const auto noise = noise_of(report_of(*plain), report_.continuity.configurations[configuration].suite);
        return noise ? std::optional{noise->deviation} : std::nullopt;
    }

    // As the values before it vary, where nothing else is known.
    std::string set_noise() {
        before_.noise = noise_on(part_->configuration);
        after_.noise = noise_on(series_.configuration);
        if (!before_.noise && before_.logarithms.size() > least_before)
            before_.noise = stats::standard_deviation(before_.logarithms);
        if (!before_.noise) before_.noise = after_.noise;
        if (!before_.noise) return "the noise between runs is not known";
        if (!after_.noise) after_.noise = before_.noise;
        return {};
    }

    stats::Difference compare() const {
        const double error = std::hypot(before_.error(*before_.noise), after_.error(*after_.noise), error_);
        const auto runs = static_cast<double>(before_.logarithms.size() + after_.logarithms.size());
        return {after_.median() - before_.median(), error, std::max(1.0, runs - 1)};
    }

    const Context& context_;
    const Report& report_;
    const ContinuousSeries& series_;
    const std::string& commit_;
    const Part* part_ = nullptr;  // the older side
    Factor factor_;
    double error_ = 0;  // of the factor's logarithm
    Level before_, after_;
    std::uint32_t first_after_ = 0;  // the first result after: a run of the trends, or the one that followed it there
    double p_ = 1;
};

// By series that could be judged: their p.
void decide(std::vector<SeamVerdict>& verdicts, const std::vector<double>& p, double minimum_effect) {
    const std::vector<double> adjusted = stats::holm_adjusted(p);
    std::size_t next = 0;
    for (SeamVerdict& verdict : verdicts) {
        if (!verdict.ratio) continue;
        const bool shows = adjusted[next++] < false_alarms && std::abs(*verdict.ratio - 1) >= minimum_effect;
        verdict.verdict = shows ? Continued::abrupt : Continued::continuous;
    }
}

void count(SeamCheck& check) {
    for (const SeamVerdict& verdict : check.verdicts)
        ++(verdict.verdict == Continued::abrupt       ? check.abrupt
           : verdict.verdict == Continued::continuous ? check.continuous
                                                      : check.unknown);
    if (check.abrupt > 0)
        check.overall = Continued::abrupt;
    else if (check.continuous > 0)
        check.overall = Continued::continuous;
}

}  // namespace

std::string_view name_of(Continued verdict) {
    switch (verdict) {
        case Continued::continuous:
            return "continuous";
        case Continued::abrupt:
            return "abrupt";
        case Continued::cannot_tell:
            break;
    }
    return "cannot_tell";
}

std::optional<SeamCheck> check_seam(const Context& context, const Report& report, const std::string& commit) {
    SeamCheck check;
    check.commit = commit;
    const Configurations known = configurations(context.history, context.options.transitions);
    const Baselines beside{context.history, context.options, known};
    std::vector<double> p;
    for (std::uint32_t i = 0; i < report.continuity.series.size(); ++i) {
        Seam seam{context, report, report.continuity.series[i], beside, commit};
        if (!seam.is_measured()) continue;
        check.verdicts.push_back(seam.judge(i));
        if (check.verdicts.back().ratio) p.push_back(seam.p());
    }
    if (check.verdicts.empty()) return std::nullopt;
    decide(check.verdicts, p, context.options.gate.minimum_effect);
    count(check);
    return check;
}

}  // namespace benchfolio::analysis
