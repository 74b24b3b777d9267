#include "ingest/testbeds.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

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

std::string detail(const model::Machine& machine, std::string_view name) {
    const auto found = std::ranges::find(machine.details, name, &std::pair<std::string, std::string>::first);
    return found == machine.details.end() ? "" : found->second;
}

// "8 CPUs, 4.5 GHz, L1 Data 32 KiB"
std::string hardware_of(const model::Machine& machine) {
    std::string text = machine.cores ? std::to_string(*machine.cores) + " CPUs" : "";
    for (const std::string& part : {detail(machine, "clock"), detail(machine, "caches")})
        if (!part.empty()) text += (text.empty() ? "" : ", ") + part;
    return text;
}

// Runs without a CPU model are told apart by what else tells machines apart: pyperf records the host's name as one that
// stays, pytest-benchmark's changes with every hosted runner, Google Benchmark counts and measures the CPUs.
std::string unrecorded_cpu(const model::Run& run) {
    const bool by_host = run.format.starts_with("pyperf") && run.machine.host;
    if (run.format.starts_with("google-benchmark") && !hardware_of(run.machine).empty())
        return "CPU not recorded (" + hardware_of(run.machine) + ")";
    const std::string what = by_host ? *run.machine.host : joined(run.machine.architecture, run.machine.system);
    return what.empty() ? "CPU not recorded" : "CPU not recorded (" + what + ")";
}

// "CPython" of "CPython 3.12.1".
std::string implementation_of(const model::Run& run) {
    const std::string python = environment_value(run, "python");
    return python.substr(0, python.find(' '));
}

struct Builtin {
    std::string_view name;
    std::string (*value)(const model::Run&);
};

constexpr std::array builtins{
    Builtin{"os", [](const model::Run& run) { return run.machine.system.value_or(""); }},
    Builtin{"os_release", [](const model::Run& run) { return run.machine.release.value_or(""); }},
    Builtin{"architecture", [](const model::Run& run) { return run.machine.architecture.value_or(""); }},
    Builtin{"interpreter", implementation_of},
    Builtin{"python", [](const model::Run& run) { return environment_value(run, "python"); }},
    Builtin{"compiler", [](const model::Run& run) { return environment_value(run, "compiler"); }},
    Builtin{"host", [](const model::Run& run) { return run.machine.host.value_or(""); }},
};

std::string value_of(const std::string& dimension, const model::Run& run, const SaidElsewhere& elsewhere) {
    if (const auto found = elsewhere.find(dimension); found != elsewhere.end()) return found->second;
    const auto builtin = std::ranges::find(builtins, dimension, &Builtin::name);
    return builtin == builtins.end() ? "" : builtin->value(run);
}

// All values in order, which is what makes the testbed.
std::string identity(const Dimensions& dimensions) {
    std::string text;
    for (const model::Dimension& dimension : dimensions) text += (text.empty() ? "" : ", ") + dimension.value;
    return text;
}

// Compilers and the like say whole sentences of themselves.
std::string shortened(const std::string& value) {
    constexpr std::size_t longest = 28;
    if (value.size() <= longest) return value;
    std::size_t end = longest - 1;
    while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0) == 0x80) --end;
    return value.substr(0, end) + "…";
}

using Show = std::string (*)(const model::Dimension&);

// The values that say something, after the CPU.
std::string label_of(const std::string& cpu, const Dimensions& dimensions, Show show) {
    std::string text = cpu;
    for (const model::Dimension& dimension : dimensions)
        if (dimension.name != "cpu" && !dimension.value.empty()) text += ", " + show(dimension);
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

// Labels those whose label nobody else would have.
void label_with(std::vector<model::Testbed>& testbeds, const std::vector<std::string>& cpus, Show show) {
    std::map<std::string, int> count;
    std::vector<std::string> labels;
    for (std::size_t i = 0; i < testbeds.size(); ++i) {
        labels.push_back(label_of(cpus[i], testbeds[i].dimensions, show));
        ++count[labels.back()];
    }
    for (std::size_t i = 0; i < testbeds.size(); ++i)
        if (testbeds[i].label.empty() && count[labels[i]] == 1) testbeds[i].label = labels[i];
}

std::string named(const model::Dimension& dimension) {
    return dimension.name + " " + dimension.value;
}

// In as few words as tell them apart: values cut short, whole ones, and last with the names of their dimensions.
void label_testbeds(std::vector<model::Testbed>& testbeds) {
    const std::set<std::string> ambiguous = ambiguous_labels(testbeds);
    std::vector<std::string> cpus;
    for (const model::Testbed& testbed : testbeds) {
        const std::string label = testbed.brand ? model::short_cpu_label(*testbed.brand) : "";
        const bool is_short = testbed.brand && !ambiguous.contains(label);
        cpus.push_back(is_short ? label : testbed.dimensions.front().value);
    }
    label_with(testbeds, cpus, [](const model::Dimension& one) { return shortened(one.value); });
    label_with(testbeds, cpus, [](const model::Dimension& one) { return one.value; });
    for (std::size_t i = 0; i < testbeds.size(); ++i)
        if (testbeds[i].label.empty()) testbeds[i].label = label_of(cpus[i], testbeds[i].dimensions, named);
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

// The colour is the CPU's: configured colours first; the others take what is left, the CPU seen first the first one,
// and those that may be several CPUs last. Testbeds of one CPU have its colour, each in a form of its own.
class Colours {
  public:
    Colours(std::vector<model::Testbed>& testbeds, const Options& options) : testbeds_(testbeds) {
        for (model::Testbed& testbed : testbeds_) {
            testbed.colour = configured_colour(testbed, options);
            if (testbed.colour) taken_.insert(*testbed.colour);
        }
    }

    void assign() {
        for (const bool comparable : {true, false})
            for (model::Testbed& testbed : testbeds_)
                if (!testbed.colour && !testbed.hidden && testbed.comparable() == comparable)
                    testbed.colour = colour_of(testbed.dimensions.front().value);
        for (model::Testbed& testbed : testbeds_) testbed.variant = variants_[testbed.dimensions.front().value]++;
    }

  private:
    std::vector<model::Testbed>& testbeds_;
    std::set<int> taken_;
    std::map<std::string, std::optional<int>> found_;  // by CPU
    std::map<std::string, int> variants_;              // by CPU: how many there are
    int next_ = 1;

    std::optional<int> colour_of(const std::string& cpu) {
        const auto [at, first] = found_.try_emplace(cpu);
        if (!first) return at->second;
        while (taken_.contains(next_)) ++next_;
        if (next_ <= colours) at->second = next_++;
        return at->second;
    }
};

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

std::vector<std::string_view> builtin_dimensions() {
    std::vector<std::string_view> names{"cpu"};
    for (const Builtin& builtin : builtins) names.push_back(builtin.name);
    return names;
}

std::string environment_value(const model::Run& run, std::string_view name) {
    const auto found = std::ranges::find(run.environment, name, &std::pair<std::string, std::string>::first);
    return found == run.environment.end() ? "" : found->second;
}

std::vector<model::Dimension> dimensions_of(const model::Run& run, const SaidElsewhere& elsewhere,
                                            const Options& options) {
    Dimensions dimensions{{"cpu", run.machine.cpu_brand.value_or(unrecorded_cpu(run))}};
    for (const std::string& name : options.dimensions)
        if (name != "cpu") dimensions.push_back({name, value_of(name, run, elsewhere)});
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
    Colours{history.testbeds, options}.assign();
}

}  // namespace benchfolio::ingest
