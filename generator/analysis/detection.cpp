#include "analysis/detection.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "analysis/memo.hpp"
#include "analysis/panel.hpp"
#include "analysis/run_noise.hpp"
#include "analysis/state.hpp"
#include "analysis/suite_parts.hpp"
#include "system/parallel.hpp"

namespace benchfolio::analysis {
namespace {

using detector::runs_remembered;

// What one version of the suite measured of one measure of a benchmark: its parts stand side by side.
struct Range {
    std::span<const SuitePart> parts;
    std::uint32_t first_run = 0;
};

// By first run: so those with results before a run come before all others, whatever benchmarks are added later.
std::vector<Range> panels_of(const model::History& history, const SuiteParts& suites) {
    const auto panel = [&](const SuitePart& part) {
        return std::tuple{history.series[part.series].benchmark, history.series[part.series].measure, part.suite};
    };
    std::vector<Range> all;
    for (auto rest = suites.parts(); !rest.empty();) {
        const auto last = std::ranges::upper_bound(rest, panel(rest[0]), {}, panel);
        const auto parts = rest.first(static_cast<std::size_t>(last - rest.begin()));
        all.push_back({parts, std::ranges::min(parts, {}, &SuitePart::first_run).first_run});
        rest = rest.subspan(parts.size());
    }
    std::ranges::stable_sort(all, {}, &Range::first_run);
    return all;
}

std::size_t started(std::span<const Range> panels, std::uint32_t end) {
    return static_cast<std::size_t>(std::ranges::lower_bound(panels, end, {}, &Range::first_run) - panels.begin());
}

// All that decides what is known after the runs before `end`.
class Inputs {
  public:
    Inputs(const Context& context, const SuiteParts& suites, std::span<const Range> panels, std::uint32_t end)
        : context_{context}, suites_{suites}, panels_{panels.first(started(panels, end))}, end_{end} {}

    MemoKey key() const {
        std::vector<MemoKey> keys(panels_.size());
        system::parallel_for(context_.options.jobs, panels_.size(),
                             [&](unsigned, std::size_t i) { keys[i] = key_of(panels_[i]); });
        ByteWriter bytes;
        bytes.add(end_).add(std::uint64_t{context_.history.measures.size()});
        for (const model::Run& run : std::span{context_.history.runs}.first(end_)) add(run, bytes);
        return memo_key("detection", bytes.add(keys));
    }

  private:
    const Context& context_;
    const SuiteParts& suites_;
    std::span<const Range> panels_;
    std::uint32_t end_;

    void add(const model::Run& run, ByteWriter& bytes) const {
        bytes.add(run.testbed).add(context_.history.testbeds[run.testbed].comparable());
        bytes.add(run.suite.has_value()).add(std::string_view{run.suite ? *run.suite : ""});
    }

    MemoKey key_of(const Range& panel) const {
        ByteWriter bytes;
        bytes.add(context_.history.series[panel.parts[0].series].measure);
        for (const SuitePart& part : panel.parts)
            if (part.first_run < end_) add(part, bytes);
        return memo_key("panel", bytes);
    }

    void add(const SuitePart& part, ByteWriter& bytes) const {
        bytes.add(context_.history.series[part.series].testbed);
        for (const RowRange& range : suites_.rows(part)) {
            const auto runs = std::span{context_.history.columns.run}.subspan(range.first, range.last - range.first);
            const auto rows = static_cast<std::size_t>(std::ranges::lower_bound(runs, end_) - runs.begin());
            if (rows > 0) bytes.add(runs.first(rows)).add(context_.estimate.subspan(range.first, rows));
        }
    }
};

// After how many runs something is known, and under which key; the noise of these runs.
struct Known {
    std::uint32_t runs = 0;
    MemoKey key;
    std::string_view noise;
};

// Of the newest multiple of `runs_remembered` runs, or of the one before it.
Known recalled(const Context& context, const SuiteParts& suites, std::span<const Range> panels, std::uint32_t newest) {
    for (std::uint32_t runs = newest; runs > 0 && runs + runs_remembered >= newest; runs -= runs_remembered) {
        const MemoKey key = Inputs{context, suites, panels, runs}.key();
        if (const auto noise = context.memo->find(key)) return {runs, key, *noise};
    }
    return {};
}

// Of all panels by then, which are kept apart from the noise.
MemoKey key_of_states(const MemoKey& known) {
    return memo_key("states", ByteWriter{}.add(known));
}

// Takes the runs from those on that are known.
class Detector {
  public:
    Detector(const Context& context, const SuiteParts& suites, std::span<const Range> panels, Known known)
        : context_{context},
          suites_{suites},
          panels_{panels},
          known_{known},
          noise_{context, suites, known.runs},
          found_(panels.size()) {
        if (known_.runs > 0) restore(noise_, known_.noise);
    }

    // What is known after `keep_at` runs, if that is later, is kept. False where the states are lost of the panels that
    // would have to be run on.
    bool run(std::uint32_t keep_at) {
        keep_at_ = std::max(keep_at, known_.runs);
        std::string noise;
        if (keeps()) {
            noise_.advance(keep_at_);
            noise = state_of(noise_);
            kept_states_.resize(started(panels_, keep_at_));
        }
        noise_.advance(static_cast<std::uint32_t>(context_.history.runs.size()));
        const std::vector<std::size_t> wanted = panels_to_run();
        if (!wanted.empty() && wanted.front() < started(panels_, known_.runs) && !has_states()) return false;
        for_each(wanted.size(), [&](std::size_t i) { run_panel(wanted[i]); });
        if (keeps()) {
            const MemoKey key = Inputs{context_, suites_, panels_, keep_at_}.key();
            context_.memo->keep(key, std::move(noise));
            states().keep(key_of_states(key), state_of(kept_states_));
        }
        return true;
    }

    std::vector<Detection> detections() const {
        std::vector<Detection> result;
        for (std::size_t p = 0; p < panels_.size(); ++p)
            for (const Panel::Finding& finding : found_[p])
                if (is_wanted(finding)) result.push_back(in_columns(finding.change, panels_[p]));
        std::ranges::stable_sort(result, {}, [](const Detection& d) {
            return std::tuple{d.series, d.first_row_after};
        });
        return result;
    }

  private:
    using Findings = std::vector<Panel::Finding>;

    const Context& context_;
    const SuiteParts& suites_;
    std::span<const Range> panels_;
    Known known_;
    std::uint32_t keep_at_ = 0;
    RunNoises noise_;
    std::vector<MemoKey> noise_keys_;       // by run and measure; with a memo
    std::vector<std::string_view> states_;  // of the panels that have results in the runs that are known,
    std::vector<std::string> kept_states_;  // and in those that are kept
    std::vector<Findings> found_;           // by panel

    bool keeps() const { return keep_at_ > known_.runs; }
    Memo& states() const { return context_.states != nullptr ? *context_.states : *context_.memo; }

    void for_each(std::size_t count, const std::function<void(std::size_t)>& work) const {
        system::parallel_for(context_.options.jobs, count, [&](unsigned, std::size_t i) { work(i); });
    }

    // Those of which the memo does not have the findings; all, where states are to be kept.
    std::vector<std::size_t> panels_to_run() {
        if (context_.memo != nullptr) noise_keys_ = noise_.keys_up_to_each();
        std::vector<std::uint8_t> is_found(panels_.size());
        if (context_.memo != nullptr && !keeps())
            for_each(panels_.size(), [&](std::size_t p) {
                const auto kept = context_.memo->find(key_of(panels_[p]));
                if (kept) restore(found_[p], *kept), is_found[p] = 1;
            });
        std::vector<std::size_t> others;
        for (std::size_t p = 0; p < panels_.size(); ++p)
            if (is_found[p] == 0) others.push_back(p);
        return others;
    }

    bool has_states() {
        const auto kept = states().find(key_of_states(known_.key));
        if (kept) restore(states_, *kept);
        return kept.has_value();
    }

    void run_panel(std::size_t p) {
        Panel panel{context_, suites_, panels_[p].parts, noise_, known_.runs};
        if (p < states_.size()) restore(panel, states_[p]);
        if (p < kept_states_.size()) {
            panel.advance(keep_at_);
            kept_states_[p] = state_of(panel);
        }
        panel.advance(static_cast<std::uint32_t>(context_.history.runs.size()));
        found_[p] = panel.found();
        if (context_.memo != nullptr) context_.memo->keep(key_of(panels_[p]), state_of(found_[p]));
    }

    // All that decides about its findings: its results, and how much runs up to them varied.
    MemoKey key_of(const Range& panel) const {
        ByteWriter inputs;
        for (const SuitePart& part : panel.parts) {
            const model::Series& series = context_.history.series[part.series];
            const std::span<const RowRange> ranges = suites_.rows(part);
            for (const RowRange& rows : ranges) {
                const std::size_t size = rows.last - rows.first;
                inputs.add(rows.first - series.first).add(context_.estimate.subspan(rows.first, size));
                inputs.add(std::span{context_.history.columns.run}.subspan(rows.first, size));
            }
            const std::uint32_t newest = context_.history.columns.run[ranges.back().last - 1];
            inputs.add(noise_keys_[newest * context_.history.measures.size() + series.measure]);
            inputs.add(context_.history.testbeds[series.testbed].comparable()).add(series.last - ranges.back().last);
        }
        return memo_key("findings", inputs);
    }

    // What is watched of a series that has not run of late is of no use to anybody.
    bool is_wanted(const Panel::Finding& finding) const {
        return finding.change.state != ChangeState::watching ||
               context_.is_recent(context_.history.runs[finding.newest_run]);
    }

    Detection in_columns(Detection change, const Range& panel) const {
        change.series = panel.parts[change.series].series;
        change.last_row_before += context_.history.series[change.series].first;
        change.first_row_after += context_.history.series[change.series].first;
        return change;
    }
};

}  // namespace

std::vector<Detection> detect(const Context& context) {
    const SuiteParts suites{context.history};
    const auto panels = panels_of(context.history, suites);
    if (panels.empty()) return {};
    const auto runs = static_cast<std::uint32_t>(context.history.runs.size());
    const std::uint32_t keep_at = context.memo != nullptr ? runs - runs % runs_remembered : 0;
    const auto detected = [&](Known known) -> std::optional<std::vector<Detection>> {
        Detector detector{context, suites, panels, known};
        return detector.run(keep_at) ? std::optional{detector.detections()} : std::nullopt;
    };
    if (auto found = detected(recalled(context, suites, panels, keep_at))) return std::move(*found);
    return *detected(Known{});
}

std::span<const Detection> of_series(std::span<const Detection> detections, std::uint32_t series) {
    const auto found = std::ranges::equal_range(detections, series, {}, &Detection::series);
    return {found.begin(), found.end()};
}

}  // namespace benchfolio::analysis
