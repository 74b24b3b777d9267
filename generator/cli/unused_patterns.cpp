#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "analysis/configurations.hpp"
#include "analysis/tagged_set.hpp"
#include "cli/findings.hpp"
#include "model/glob.hpp"

namespace benchfolio::cli {
namespace {

using config::Config;
using model::Benchmark;
using model::glob_matches;
using model::History;
using model::Testbed;

class Collector {
  public:
    explicit Collector(const Config& config) : config_(config) {}

    void require(bool used, const std::string& key, const std::string& pattern, const std::string& matched) {
        if (used) return;
        findings.push_back({FindingKind::problem, "pattern",
                            fmt::format("`{}`: {} matches `{}`", key, matched, pattern), config_.source,
                            "a spelling mistake, or no longer needed"});
    }

    std::vector<Finding> findings;

  private:
    const Config& config_;
};

bool any_brand(const History& history, const std::string& pattern) {
    return std::ranges::any_of(history.testbeds, [&](const Testbed& testbed) {
        return testbed.brand && glob_matches(pattern, *testbed.brand);
    });
}

void check_cpus(const History& history, const Config& config, Collector& collector) {
    for (const std::string& pattern : config.ingest.hidden_cpus)
        collector.require(any_brand(history, pattern), "cpu.hide", pattern, "no CPU");
    for (const auto& [pattern, colour] : config.ingest.cpu_colours)
        collector.require(any_brand(history, pattern), "cpu.colours", pattern, "no CPU");
}

void check_aliases(const History& history, const Config& config, Collector& collector) {
    for (const auto& [pattern, name] : config.ingest.benchmark_aliases)
        collector.require(std::ranges::any_of(history.benchmarks,
                                              [&, &old = pattern](const Benchmark& benchmark) {
                                                  return std::ranges::any_of(benchmark.earlier_names,
                                                                             [&](const std::string& earlier) {
                                                                                 return glob_matches(old, earlier);
                                                                             });
                                              }),
                          "aliases", pattern, "no benchmark");
}

// The history keeps no earlier names of groups; an alias whose new name no group has was surely not used.
void check_group_aliases(const History& history, const Config& config, Collector& collector) {
    for (const auto& [pattern, name] : config.ingest.group_aliases)
        collector.require(std::ranges::any_of(history.benchmarks,
                                              [&, &wanted = name](const Benchmark& benchmark) {
                                                  return benchmark.group && glob_matches(wanted, *benchmark.group);
                                              }),
                          "group_aliases", pattern, "no group");
}

bool any_benchmark(const History& history, const std::string& pattern) {
    return std::ranges::any_of(history.benchmarks,
                               [&](const Benchmark& benchmark) { return glob_matches(pattern, benchmark.name); });
}

bool any_tag(const History& history, const std::string& tag) {
    return std::ranges::any_of(history.benchmarks, [&](const Benchmark& benchmark) {
        return std::ranges::find(benchmark.tags, tag) != benchmark.tags.end();
    });
}

bool any_member(const History& history, const analysis::TaggedSet& set, const std::string& pattern) {
    return std::ranges::any_of(history.benchmarks, [&](const Benchmark& benchmark) {
        return analysis::belongs(benchmark, set) && glob_matches(pattern, benchmark.name);
    });
}

void check_sets(const History& history, const Config& config, Collector& collector) {
    for (const analysis::TaggedSet& set : config.analysis.sets) {
        for (const std::string& pattern : set.benchmarks)
            collector.require(any_benchmark(history, pattern), "aggregate.benchmarks", pattern, "no benchmark");
        for (const std::string& tag : set.tags)
            collector.require(any_tag(history, tag), "aggregate.tags", tag, "no tag");
        for (const analysis::Weight& weight : set.weights)
            collector.require(any_member(history, set, weight.pattern), "aggregate.weights", weight.pattern,
                              "no benchmark of " + set.name);
    }
}

bool any_parameter(const History& history, const std::function<bool(const model::Parameter&)>& matches) {
    return std::ranges::any_of(history.benchmarks, [&](const Benchmark& benchmark) {
        return std::ranges::any_of(benchmark.parameters, matches);
    });
}

void check_names(const History& history, const std::vector<std::string>& patterns, const char* key,
                 Collector& collector) {
    for (const std::string& pattern : patterns) {
        const auto matches = [&](const model::Parameter& parameter) { return glob_matches(pattern, parameter.name); };
        collector.require(any_parameter(history, matches), key, pattern, "no parameter");
    }
}

void check_exclusions(const History& history, const Config& config, Collector& collector) {
    for (const std::string& exclusion : config.analysis.parameters.exclude) {
        const auto at = exclusion.find('=');
        const auto matches = [&](const model::Parameter& parameter) {
            return glob_matches(exclusion.substr(0, at), parameter.name) &&
                   glob_matches(exclusion.substr(at + 1), model::text_of(parameter.value));
        };
        collector.require(any_parameter(history, matches), "parameters.exclude", exclusion, "no parameter");
    }
}

bool is_baseline(const model::Run& run, const std::string& baseline) {
    return run.id == baseline || (run.commit && run.commit->id.starts_with(baseline));
}

void check_sources(const History& history, const Config& config, Collector& collector) {
    const auto any_run = [&](auto matches) { return std::ranges::any_of(history.runs, matches); };
    if (const std::string& path = config.ingest.commit_from; !path.empty())
        collector.require(any_run([](const model::Run& run) { return run.commit.has_value(); }), "archive.commit_from",
                          path, "no run");
    if (const std::string& path = config.ingest.suite_from; !path.empty())
        collector.require(any_run([](const model::Run& run) { return run.suite.has_value(); }), "archive.suite_from",
                          path, "no run");
    if (const std::string& id = config.analysis.baseline; !id.empty())
        collector.require(any_run([&](const model::Run& run) { return is_baseline(run, id); }), "statistics.baseline",
                          id, "no run");
}

// A dimension that is not recorded anywhere tells nothing apart: a path pattern that matches no file, for one.
void check_dimensions(const History& history, const Config& config, Collector& collector) {
    for (const std::string& name : config.ingest.dimensions) {
        const auto has_it = [&](const Testbed& testbed) {
            return std::ranges::any_of(testbed.dimensions,
                                       [&](const model::Dimension& d) { return d.name == name && !d.value.empty(); });
        };
        if (name != "cpu")
            collector.require(std::ranges::any_of(history.testbeds, has_it), "archive.dimensions", name, "no run");
    }
}

void check_effects(const History& history, const Config& config, Collector& collector) {
    for (const analysis::Effect& effect : config.analysis.effects)
        for (const auto& [key, value] : {std::pair{"effect.off", effect.off}, std::pair{"effect.on", effect.on}}) {
            const model::Dimension wanted{effect.dimension, value};
            const auto has_it = [&](const Testbed& testbed) {
                return std::ranges::find(testbed.dimensions, wanted) != testbed.dimensions.end();
            };
            collector.require(std::ranges::any_of(history.testbeds, has_it), key, value,
                              fmt::format("no run with the {}", effect.dimension));
        }
}

// Whether a measure of the archive could be what the rule makes.
bool makes(const formats::MeasureRule& rule, const model::Measure& measure) {
    if (!rule.name.empty()) return glob_matches(rule.name, measure.name);
    const auto dot = rule.from.find('.');
    return glob_matches(rule.from, rule.from.substr(0, dot + 1) + measure.name) ||
           glob_matches(rule.from, measure.name);
}

void check_measures(const History& history, const Config& config, Collector& collector) {
    for (const formats::MeasureRule& rule : config.ingest.measures) {
        const auto is_made = [&](const model::Measure& measure) { return makes(rule, measure); };
        collector.require(std::ranges::any_of(history.measures, is_made), "measure.from", rule.from, "no number");
    }
}

void check_transitions(const History& history, const Config& config, Collector& collector) {
    const auto& declared = config.analysis.transitions;
    const std::vector<std::string> undefined = analysis::configurations(history, declared).undefined;
    for (std::size_t i = 0; i < declared.size(); ++i)
        if (!undefined[i].empty())
            collector.findings.push_back({FindingKind::problem, "transition",
                                          fmt::format("transition `{}`: {}", declared[i].reason, undefined[i]),
                                          declared[i].place, "it joins nothing until then"});
}

}  // namespace

std::vector<Finding> unused_patterns(const History& history, const Config& config) {
    if (history.runs.empty()) return {};
    Collector collector{config};
    for (const auto check : {check_cpus, check_aliases, check_group_aliases, check_sets, check_exclusions,
                             check_sources, check_dimensions, check_effects, check_measures, check_transitions})
        check(history, config, collector);
    check_names(history, config.analysis.parameters.lines, "parameters.lines", collector);
    check_names(history, config.analysis.parameters.pages, "parameters.pages", collector);
    return std::move(collector.findings);
}

}  // namespace benchfolio::cli
