#include "ingest/testbeds.hpp"

#include <algorithm>
#include <set>

#include "model/glob.hpp"
#include "model/slug.hpp"

namespace benchfolio::ingest {
namespace {

using Dimensions = std::vector<model::Dimension>;

constexpr int colours = 6;

std::string joined(const std::optional<std::string>& first, const std::optional<std::string>& second) {
    const std::string a = first.value_or(""), b = second.value_or("");
    return a + (a.empty() || b.empty() ? "" : " ") + b;
}

// Runs without a CPU model are told apart by what else tells machines apart: pyperf records the host's name as one that
// stays, pytest-benchmark's changes with every hosted runner.
std::string unrecorded_cpu(const model::Run& run) {
    const bool by_host = run.format.starts_with("pyperf") && run.machine.host;
    const std::string what = by_host ? *run.machine.host : joined(run.machine.architecture, run.machine.system);
    return what.empty() ? "CPU not recorded" : "CPU not recorded (" + what + ")";
}

std::string environment_value(const model::Run& run, std::string_view name) {
    const auto found = std::ranges::find(run.environment, name, &std::pair<std::string, std::string>::first);
    return found == run.environment.end() ? "" : found->second;
}

std::string value_of(const std::string& dimension, const model::Run& run,
                     const std::map<std::string, std::string>& fields) {
    if (dimension == "cpu") return run.machine.cpu_brand.value_or(unrecorded_cpu(run));
    if (const auto field = fields.find(dimension); field != fields.end()) return field->second;
    if (dimension == "os") return run.machine.system.value_or("");
    if (dimension == "architecture") return run.machine.architecture.value_or("");
    if (dimension == "host") return run.machine.host.value_or("");
    if (dimension == "python") return environment_value(run, "python");
    return "";
}

// All values in order, which is what makes the testbed.
std::string identity(const Dimensions& dimensions) {
    std::string text;
    for (const model::Dimension& dimension : dimensions) text += (text.empty() ? "" : ", ") + dimension.value;
    return text;
}

// The values that say something.
std::string shown(const Dimensions& dimensions) {
    std::string text;
    for (const model::Dimension& dimension : dimensions)
        if (!dimension.value.empty()) text += (text.empty() ? "" : ", ") + dimension.value;
    return text;
}

model::Testbed new_testbed(const Dimensions& dimensions, const model::Run& run) {
    model::Testbed testbed;
    testbed.dimensions = dimensions;
    testbed.brand = run.machine.cpu_brand;
    testbed.slug = model::slug(identity(dimensions));
    testbed.first_seen = run.time;
    return testbed;
}

// Short labels that two brands share say too little: both get the whole brand.
std::set<std::string> ambiguous_labels(const std::vector<model::Testbed>& testbeds) {
    std::map<std::string, std::set<std::string>> brands;
    for (const model::Testbed& testbed : testbeds)
        if (testbed.brand) brands[model::short_cpu_label(*testbed.brand)].insert(*testbed.brand);
    std::set<std::string> ambiguous;
    for (const auto& [label, sharing] : brands)
        if (sharing.size() > 1) ambiguous.insert(label);
    return ambiguous;
}

void label_testbeds(std::vector<model::Testbed>& testbeds) {
    const std::set<std::string> ambiguous = ambiguous_labels(testbeds);
    for (model::Testbed& testbed : testbeds) {
        Dimensions dimensions = testbed.dimensions;
        if (testbed.brand) {
            const std::string label = model::short_cpu_label(*testbed.brand);
            dimensions.front().value = ambiguous.contains(label) ? *testbed.brand : label;
        }
        testbed.label = shown(dimensions);
    }
}

// Found anywhere in the brand, so that "E5" is a pattern.
bool is_found(const std::string& pattern, const std::optional<std::string>& brand) {
    return brand && model::glob_matches("*" + pattern + "*", *brand);
}

std::optional<int> configured_colour(const model::Testbed& testbed, const Options& options) {
    for (const auto& [pattern, colour] : options.cpu_colours)
        if (is_found(pattern, testbed.brand)) return colour;
    return std::nullopt;
}

// Configured colours first; the others take what is left, the testbed seen first the first one, and those that may be
// several CPUs last.
void colour_testbeds(std::vector<model::Testbed>& testbeds, const Options& options) {
    std::set<int> taken;
    for (model::Testbed& testbed : testbeds) {
        testbed.colour = configured_colour(testbed, options);
        if (testbed.colour) taken.insert(*testbed.colour);
    }
    int next = 1;
    for (const bool comparable : {true, false}) {
        for (model::Testbed& testbed : testbeds) {
            if (testbed.colour || testbed.hidden || testbed.comparable() != comparable) continue;
            while (taken.contains(next)) ++next;
            if (next <= colours) testbed.colour = next++;
        }
    }
}

void count_run(model::Testbed& testbed, const model::Run& run) {
    ++testbed.runs;
    testbed.last_seen = run.time;
}

// Orders the testbeds and renumbers the runs accordingly.
void sort_testbeds(model::History& history) {
    std::vector<std::uint32_t> order(history.testbeds.size()), place(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, {}, [&](std::uint32_t i) {
        return std::pair{history.testbeds[i].first_seen, history.testbeds[i].label};
    });
    std::vector<model::Testbed> sorted;
    for (std::uint32_t i = 0; i < order.size(); ++i) {
        sorted.push_back(std::move(history.testbeds[order[i]]));
        place[order[i]] = i;
    }
    history.testbeds = std::move(sorted);
    for (model::Run& run : history.runs) run.testbed = place[run.testbed];
}

}  // namespace

std::vector<model::Dimension> dimensions_of(const model::Run& run,
                                            const std::map<std::string, std::string>& path_fields,
                                            const Options& options) {
    Dimensions dimensions{{"cpu", value_of("cpu", run, path_fields)}};
    for (const std::string& name : options.dimensions)
        if (name != "cpu") dimensions.push_back({name, value_of(name, run, path_fields)});
    return dimensions;
}

void assign_testbeds(model::History& history, const std::vector<Dimensions>& dimensions, const Options& options) {
    std::map<Dimensions, std::uint32_t> numbers;
    for (std::size_t i = 0; i < history.runs.size(); ++i) {
        model::Run& run = history.runs[i];
        const auto [at, first] = numbers.emplace(dimensions[i], static_cast<std::uint32_t>(history.testbeds.size()));
        if (first) history.testbeds.push_back(new_testbed(dimensions[i], run));
        run.testbed = at->second;
        count_run(history.testbeds[run.testbed], run);
    }
    for (model::Testbed& testbed : history.testbeds)
        testbed.hidden = std::ranges::any_of(
            options.hidden_cpus, [&](const std::string& pattern) { return is_found(pattern, testbed.brand); });
    label_testbeds(history.testbeds);
    sort_testbeds(history);
    colour_testbeds(history.testbeds, options);
}

}  // namespace benchfolio::ingest
