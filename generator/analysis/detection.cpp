#include "analysis/detection.hpp"

#include <algorithm>
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

// What is known after so many runs, as the memo has it.
struct Known {
    std::uint32_t runs = 0;
    std::string_view noise;                // of runs
    std::vector<std::string_view> panels;  // those that have results by then

    template <typename Visitor>
    void visit_state(Visitor& visit) {
        visit(noise, panels);
    }
};

// What the memo has of the newest multiple of `runs_remembered` runs, or of the one before it.
Known recalled(const Context& context, const SuiteParts& suites, std::span<const Range> panels, std::uint32_t newest) {
    Known known;
    for (std::uint32_t runs = newest; runs > 0 && runs + runs_remembered >= newest; runs -= runs_remembered)
        if (const auto kept = context.memo->find(Inputs{context, suites, panels, runs}.key())) {
            StateReader{*kept}(known);
            known.runs = runs;
            break;
        }
    return known;
}

// Takes the runs from those on that are known; what is known after `keep_at` runs, if that is later, is kept.
class Detector {
  public:
    Detector(const Context& context, const SuiteParts& suites, std::span<const Range> panels, Known known,
             std::uint32_t keep_at)
        : context_{context},
          suites_{suites},
          panels_{panels},
          known_{std::move(known)},
          keep_at_{keep_at},
          noise_{context, suites, known_.runs},
          found_(panels.size()) {
        if (known_.runs > 0) restore(noise_, known_.noise);
    }

    std::vector<Detection> run() {
        const auto all = static_cast<std::uint32_t>(context_.history.runs.size());
        if (keeps()) {
            kept_panels_.resize(started(panels_, keep_at_));
            noise_.advance(keep_at_);
            kept_noise_ = state_of(noise_);
        }
        noise_.advance(all);
        system::parallel_for(context_.options.jobs, panels_.size(), [&](unsigned, std::size_t p) { run(p, all); });
        std::vector<Detection> result;
        for (const auto& part : found_) result.insert(result.end(), part.begin(), part.end());
        std::ranges::stable_sort(result, {}, [](const Detection& d) {
            return std::tuple{d.series, d.first_row_after};
        });
        return result;
    }

    bool keeps() const { return keep_at_ > known_.runs; }
    std::string kept() const {
        Known known{keep_at_, kept_noise_, {kept_panels_.begin(), kept_panels_.end()}};
        return state_of(known);
    }

  private:
    const Context& context_;
    const SuiteParts& suites_;
    std::span<const Range> panels_;
    Known known_;
    std::uint32_t keep_at_;
    std::string kept_noise_;
    std::vector<std::string> kept_panels_;
    RunNoises noise_;
    std::vector<std::vector<Detection>> found_;  // by panel

    void run(std::size_t p, std::uint32_t all) {
        Panel panel{context_, suites_, panels_[p].parts, noise_, known_.runs};
        if (p < known_.panels.size()) restore(panel, known_.panels[p]);
        if (keeps() && p < kept_panels_.size()) {
            panel.advance(keep_at_);
            kept_panels_[p] = state_of(panel);
        }
        panel.advance(all);
        found_[p] = panel.found();
    }
};

}  // namespace

std::vector<Detection> detect(const Context& context) {
    const SuiteParts suites{context.history};
    const auto panels = panels_of(context.history, suites);
    if (panels.empty()) return {};
    if (!context.memo) return Detector{context, suites, panels, {}, 0}.run();
    const auto runs = static_cast<std::uint32_t>(context.history.runs.size());
    const std::uint32_t newest = runs - runs % detector::runs_remembered;
    Detector detector{context, suites, panels, recalled(context, suites, panels, newest), newest};
    auto found = detector.run();
    if (detector.keeps()) context.memo->keep(Inputs{context, suites, panels, newest}.key(), detector.kept());
    return found;
}

std::span<const Detection> of_series(std::span<const Detection> detections, std::uint32_t series) {
    const auto found = std::ranges::equal_range(detections, series, {}, &Detection::series);
    return {found.begin(), found.end()};
}

}  // namespace benchfolio::analysis
