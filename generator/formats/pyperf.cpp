#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>

#include "formats/extra_measures.hpp"
#include "formats/format.hpp"
#include "formats/recorded_text.hpp"

namespace benchfolio::formats {
namespace {

// ---- metadata

// Metadata that describe the whole file: the first place that has them counts, since pyperf moves what all benchmarks
// share to the top, and from one run to its benchmark.
using Facts = std::map<std::string, std::string, std::less<>>;

constexpr std::array fact_names{
    "cpu_model_name",
    "hostname",
    "platform",
    "cpu_count",
    "cpu_config",
    "cpu_affinity",
    "python_version",
    "python_implementation",
    "python_compiler",
    "perf_version",
    "performance_version",
    "benchmark_hash",
    "commit_id",
    "commit_branch",
    "commit_fork",
    "commit_date",
    "commit_merge_base",
};

bool is_fact(std::string_view name) {
    return std::ranges::find(fact_names, name) != fact_names.end();
}

// Numbers that each run of a benchmark may have its own of.
struct Counts {
    std::optional<std::int64_t> loops, inner_loops;
    std::optional<double> mem_max_rss, command_max_rss;  // bytes
    std::map<std::string, double, std::less<>> extras;   // those that a rule of the configuration takes, by place

    // Of the measured command, where there is one, rather than of the process that starts it.
    std::optional<double> max_rss() const { return command_max_rss ? command_max_rss : mem_max_rss; }
};

// What a level says of the measurements below it; a lower level overrides a higher one.
struct Level {
    std::optional<std::string> name, unit;
    std::optional<std::vector<std::string>> tags;
    std::optional<model::Time> date;
    Counts counts;
};

std::vector<std::string> read_tags(Value value) {
    std::vector<std::string> tags;
    if (is_null(value)) return tags;
    for (Value item : array(value))
        if (auto tag = scalar_text(item)) tags.push_back(std::move(*tag));
    std::ranges::sort(tags);
    return tags;
}

std::optional<model::Time> read_date(Value value) {
    const auto written = text(value);
    if (!written) return std::nullopt;
    const auto date = model::parse_time(*written);
    if (!date) throw Damage{"not a date and time as ISO 8601 writes it"};
    return date;
}

void read_fact(std::string_view name, Value value, Facts& facts) {
    if (!is_fact(name)) return check(value);
    auto text = scalar_text(value);
    if (!text || text->empty()) return;
    const auto [at, first] = facts.emplace(name, *text);
    if (!first && name == "cpu_model_name" && at->second != *text) throw Damage{"benchmarks of two CPUs in one file"};
}

// What pyperf notes of its own work, which is no measure unless a rule takes it.
bool is_of_pyperf(std::string_view name) {
    constexpr std::array names{"duration",        "load_avg_1min",     "runnable_threads",   "uptime",
                               "calibrate_loops", "recalibrate_loops", "calibrate_warmups",  "recalibrate_warmups",
                               "cpu_count",       "boot_time",         "performance_version"};
    return std::ranges::find(names, name) != names.end();
}

// The numbers among the metadata that become measures.
class ExtraMetadata {
  public:
    explicit ExtraMetadata(const Context& context)
        : rules_(context.rules),
          places_(context.rules, context.catalog, false, context.offers),
          reads_(context.offers || context.rules.any_below(metadata_prefix)) {}

    // Whether it is one of them.
    bool read(std::string_view name, Value value, Counts& counts) {
        if (!reads_ || type_of(value) != JsonType::number) return false;
        std::string place = std::string{metadata_prefix}.append(name);
        if (is_of_pyperf(name) && !rules_.declared(place)) return false;
        if (places_.find(place) == nullptr) return false;
        counts.extras[std::move(place)] = number(value).value_or(model::absent);
        return true;
    }

    const Extra& operator[](const std::string& place) { return *places_.find(place); }

  private:
    const MeasureRules& rules_;
    ExtraPlaces places_;
    bool reads_;
};

// Whether the name is that of a count.
bool read_count(std::string_view name, Value value, Counts& counts) {
    if (name == "mem_max_rss") {
        counts.mem_max_rss = number(value);
    } else if (name == "command_max_rss") {
        counts.command_max_rss = number(value);
    } else if (name == "loops") {
        counts.loops = whole_number(value);
    } else if (name == "inner_loops") {
        counts.inner_loops = whole_number(value);
    } else {
        return false;
    }
    return true;
}

void read_metadatum(std::string_view name, Value value, Level& level, Facts& facts, ExtraMetadata& extras) {
    if (name == "name") {
        level.name = scalar_text(value);
    } else if (name == "unit") {
        level.unit = scalar_text(value);
    } else if (name == "tags") {
        level.tags = read_tags(value);
    } else if (name == "date") {
        level.date = read_date(value);
    } else if (!read_count(name, value, level.counts) && !extras.read(name, value, level.counts)) {
        read_fact(name, value, facts);
    }
}

void read_metadata(Value value, Level& level, Facts& facts, ExtraMetadata& extras) {
    if (is_null(value)) return;
    for (Field field : object(value)) {
        const std::string_view name = field.unescaped_key();
        within(name, [&] { read_metadatum(name, field.value(), level, facts, extras); });
    }
}

bool is_metadata(std::string_view name) {
    return name == "metadata" || name == "common_metadata";
}

template <typename T>
void override_with(std::optional<T>& above, const std::optional<T>& below) {
    if (below) above = below;
}

Counts over(const Counts& below, Counts above) {
    override_with(above.loops, below.loops);
    override_with(above.inner_loops, below.inner_loops);
    override_with(above.mem_max_rss, below.mem_max_rss);
    override_with(above.command_max_rss, below.command_max_rss);
    for (const auto& [place, value] : below.extras) above.extras[place] = value;
    return above;
}

// What is said below about the benchmark as a whole.
void describe(Level& above, const Level& below) {
    override_with(above.name, below.name);
    override_with(above.unit, below.unit);
    override_with(above.tags, below.tags);
}

// ---- the machine

constexpr std::array architectures{"x86_64", "AMD64",   "aarch64", "arm64",   "i686",
                                   "i386",   "ppc64le", "s390x",   "riscv64", "armv7l"};

// "Linux-5.15.0-1040-x86_64-with-glibc2.31" is Linux, 5.15.0-1040, x86_64 (Python's platform.platform()).
void read_platform(std::string_view platform, model::Machine& machine) {
    const auto dash = platform.find('-');
    machine.system = std::string{platform.substr(0, dash)};
    if (dash == std::string_view::npos) return;
    const std::string_view rest = platform.substr(dash + 1);
    for (const std::string_view architecture : architectures) {
        const auto at = rest.find("-" + std::string{architecture});
        if (at == std::string_view::npos) continue;
        machine.architecture = std::string{architecture};
        machine.release = std::string{rest.substr(0, at)};
        return;
    }
    machine.release = std::string{rest};
}

std::optional<std::string> fact(const Facts& facts, std::string_view name) {
    const auto found = facts.find(name);
    return found == facts.end() ? std::nullopt : std::optional{found->second};
}

model::Machine machine_of(const Facts& facts) {
    model::Machine machine;
    machine.cpu_brand = known(fact(facts, "cpu_model_name").value_or(""));
    machine.host = fact(facts, "hostname");
    read_platform(fact(facts, "platform").value_or(""), machine);
    if (machine.system->empty()) machine.system.reset();
    const std::string cores = fact(facts, "cpu_count").value_or("");
    if (std::int64_t count = 0; std::from_chars(cores.data(), cores.data() + cores.size(), count).ec == std::errc{})
        machine.cores = count;
    for (const auto* name : {"cpu_affinity", "cpu_config"})
        if (const auto text = fact(facts, name)) machine.details.emplace_back(name, *text);
    return machine;
}

std::string implementation_name(const std::string& recorded) {
    if (recorded == "cpython") return "CPython";
    if (recorded == "pypy") return "PyPy";
    return recorded;
}

// "3.12.0a3+ (64-bit) revision b0e1f9c241" begins with the version.
model::Environment environment_of(const Facts& facts) {
    model::Environment environment;
    if (const auto version = fact(facts, "python_version")) {
        const std::string implementation = implementation_name(fact(facts, "python_implementation").value_or("Python"));
        environment.emplace_back("python", implementation + " " + version->substr(0, version->find(' ')));
    }
    if (const auto compiler = fact(facts, "python_compiler")) environment.emplace_back("compiler", *compiler);
    if (const auto version = fact(facts, "perf_version")) environment.emplace_back("pyperf", *version);
    if (const auto version = fact(facts, "performance_version")) environment.emplace_back("pyperformance", *version);
    return environment;
}

std::optional<model::Commit> commit_of(const Facts& facts) {
    const auto id = fact(facts, "commit_id");
    if (!id) return std::nullopt;
    const auto date = fact(facts, "commit_date");
    return model::Commit{.id = *id,
                         .branch = fact(facts, "commit_branch"),
                         .time = date ? model::parse_time(*date) : std::nullopt,
                         .dirty = false,
                         .merge_base = fact(facts, "commit_merge_base"),
                         .fork = fact(facts, "commit_fork")};
}

model::Suite suite_of(const Facts& facts) {
    const auto version = fact(facts, "performance_version"), hash = fact(facts, "benchmark_hash");
    if (version && hash) return *version + "+" + *hash;
    return version ? version : hash;
}

// ---- the measurements

// pyperf's units: https://pyperf.readthedocs.io/en/latest/api.html#pyperf.Benchmark.get_unit
std::optional<model::Measure> measure_of(const std::optional<std::string>& unit) {
    if (!unit || *unit == "second") return model::Measure{"time", "s", model::Direction::lower_is_better};
    if (*unit == "byte") return model::Measure{"memory", "B", model::Direction::lower_is_better};
    if (*unit == "integer") return model::Measure{"count", "", model::Direction::lower_is_better};
    return std::nullopt;
}

const model::Measure max_rss_measure{"max_rss", "B", model::Direction::lower_is_better};

double loops_of(const std::optional<std::int64_t>& loops) {
    if (loops && *loops < 1) throw Damage{"a run of less than one loop"};
    return static_cast<double>(loops.value_or(1));
}

// One worker process of a benchmark.
struct Process {
    Level level;
    std::vector<double> raw_samples;  // of the first versions: seconds of all loops together, warmups first
    std::size_t warmups = 0;          // how many of the raw samples
    bool has_null = false;
};

class File {
  public:
    explicit File(const Context& context) : catalog_(context.catalog), extras_(context) {}

    ParsedRun read(Object document) {
        read_top(document);
        document.reset();
        for (Field field : document) read_member(field.unescaped_key(), field.value());
        if (!earliest_) throw Damage{"no `date`: a run without a time has no place in the history"};
        fill(parsed_.run);
        return std::move(parsed_);
    }

  private:
    Catalog& catalog_;
    ExtraMetadata extras_;
    ParsedRun parsed_;
    Facts facts_;
    Level suite_;
    std::optional<model::Time> earliest_;
    std::string version_;
    std::vector<double> max_rss_;                                 // of the benchmark that is being read
    std::map<std::uint32_t, std::vector<double>> extra_samples_;  // likewise, by measure

    // What stands at the top of the file applies to the benchmarks, which may stand before it.
    void read_top(Object document) {
        for (Field field : document) {
            const std::string_view name = field.unescaped_key();
            if (is_metadata(name)) within("metadata", [&] { read_metadata(field.value(), suite_, facts_, extras_); });
            if (name == "version") version_ = scalar_text(field.value()).value_or("");
        }
        see(suite_);
        require_known_version();
    }

    // What pyperf itself has called the version of its files: numbers up to 6, then "1.0".
    void require_known_version() const {
        constexpr std::array known_versions{"", "3", "4", "5", "6", "1.0"};
        if (std::ranges::find(known_versions, version_) != known_versions.end()) return;
        throw Damage{
            "version " + version_ + " of pyperf's files; 3 to 6 and 1.0 are read", {}, model::RejectionKind::foreign};
    }

    void read_member(std::string_view name, Value value) {
        if (name == "benchmarks") {
            read_benchmarks(value);
        } else if (name == "benchmark") {
            within(name, [&] { read_benchmark(object(value), {}); });
        } else {
            check(value);
        }
    }

    void fill(model::Run& run) const {
        run.time = *earliest_;
        run.format = version_.empty() ? "pyperf" : "pyperf " + version_;
        run.commit = commit_of(facts_);
        run.machine = machine_of(facts_);
        run.environment = environment_of(facts_);
        run.suite = suite_of(facts_);
    }

    void see(const Level& level) {
        if (level.date && (!earliest_ || *level.date < *earliest_)) earliest_ = level.date;
    }

    // A list; in the first of version 3 an object, benchmarks under their names.
    void read_benchmarks(Value value) {
        if (type_of(value) == JsonType::object) {
            for (Field field : object(value)) {
                const std::string name{std::string_view{field.unescaped_key()}};
                within("benchmarks." + name, [&] { read_benchmark(object(field.value()), name); });
            }
            return;
        }
        std::size_t index = 0;
        for (Value item : within("benchmarks", [&] { return array(value); })) {
            within("benchmarks", index, [&] { read_benchmark(object(item), {}); });
            ++index;
        }
    }

    void read_benchmark(Object members, const std::optional<std::string>& key) {
        Level level = level_of_benchmark(members, key);
        members.reset();
        const std::size_t first = parsed_.samples.size();
        max_rss_.clear();
        extra_samples_.clear();
        const bool has_null = read_runs(members, level);
        if (!level.name) throw Damage{"the benchmark has no name"};
        add_rows(level, first, has_null);
    }

    // Whether one of the values is no number.
    bool read_runs(Object members, Level& level) {
        bool has_null = false;
        for (Field field : members) {
            const std::string_view name = field.unescaped_key();
            Value value = field.value();
            if (name == "runs") {
                has_null = within(name, [&] { return read_processes(value, level); });
            } else {
                check(value);
            }
        }
        return has_null;
    }

    Level level_of_benchmark(Object members, const std::optional<std::string>& key) {
        Level own;
        for (Field field : members) {
            const std::string_view name = field.unescaped_key();
            if (is_metadata(name)) within(name, [&] { read_metadata(field.value(), own, facts_, extras_); });
            if (name == "name") own.name = scalar_text(field.value());
        }
        see(own);
        if (!own.name) own.name = key;
        Level level = suite_;
        describe(level, own);
        level.counts = over(own.counts, suite_.counts);
        return level;
    }

    bool read_processes(Value value, Level& benchmark) {
        bool has_null = false;
        std::size_t index = 0;
        for (Value item : array(value)) {
            within("", index, [&] { has_null = read_process(object(item), benchmark) || has_null; });
            ++index;
        }
        return has_null;
    }

    bool read_process(Object members, Level& benchmark) {
        Process process;
        for (Field field : members) read_process_member(field.unescaped_key(), field.value(), process);
        see(process.level);
        describe(benchmark, process.level);
        const Counts counts = over(process.level.counts, benchmark.counts);
        if (const auto bytes = counts.max_rss()) max_rss_.push_back(*bytes);
        if (!counts.extras.empty()) add_extra_samples(counts, benchmark);
        add_raw_samples(process, counts);
        return process.has_null;
    }

    // One sample a process of each measure.
    void add_extra_samples(const Counts& counts, const Level& benchmark) {
        ExtraSums sums;
        for (const auto& [place, value] : counts.extras)
            if (!sums.add(extras_[place], value))
                parsed_.omitted.push_back({benchmark.name.value_or(""), "`" + place + "` is no measurement"});
        for (const auto& [measure, value] : sums.sums()) extra_samples_[measure].push_back(value);
    }

    void read_process_member(std::string_view name, Value value, Process& process) {
        if (is_metadata(name)) {
            within(name, [&] { read_metadata(value, process.level, facts_, extras_); });
        } else if (name == "values" || name == "samples") {
            within(name, [&] { read_values(value, parsed_.samples, process); });
        } else if (name == "raw_samples") {
            within(name, [&] { read_values(value, process.raw_samples, process); });
        } else if (name == "loops") {
            process.level.counts.loops = whole_number(value);
        } else if (name == "warmups" && type_of(value) == JsonType::number) {
            process.warmups = static_cast<std::size_t>(std::max<std::int64_t>(whole_number(value).value_or(0), 0));
        } else {
            check(value);
        }
    }

    void read_values(Value value, std::vector<double>& values, Process& process) {
        if (is_null(value)) return;
        std::size_t index = 0;
        for (Value item : array(value)) {
            const auto sample = within("", index++, [&] { return number(item); });
            if (sample) values.push_back(*sample);
            process.has_null = process.has_null || !sample;
        }
    }

    void add_raw_samples(const Process& process, const Counts& counts) {
        const double loops = loops_of(counts.loops) * loops_of(counts.inner_loops);
        for (std::size_t i = process.warmups; i < process.raw_samples.size(); ++i)
            parsed_.samples.push_back(process.raw_samples[i] / loops);
    }

    void add_rows(const Level& level, std::size_t first, bool has_null) {
        const auto measure = measure_of(level.unit);
        if (has_null) return omit(level, first, "a value is not a number");
        if (!measure) return omit(level, first, "the unit `" + *level.unit + "` is not known");
        if (parsed_.samples.size() == first) return omit(level, first, "no run of it has values");
        const std::uint32_t number = catalog_.benchmark(*level.name);
        const auto shared = definition(number, level);
        parsed_.rows.push_back({number, catalog_.measure(*measure), shared, {}, first, parsed_.samples.size() - first});
        if (!max_rss_.empty()) add_samples(number, catalog_.measure(max_rss_measure), shared, max_rss_);
        for (const auto& [extra, samples] : extra_samples_) {
            if (is_own(catalog_.measures()[extra], *measure)) {
                remark(level, "a rule of the configuration calls a number as the measure it has: `" +
                                  catalog_.measures()[extra].name + "`");
            } else {
                add_samples(number, extra, shared, samples);
            }
        }
    }

    // Numbers of another kind under the name of what the benchmark measures would be pooled with it.
    bool is_own(const model::Measure& extra, const model::Measure& measure) const {
        return extra.name == measure.name || (extra.name == max_rss_measure.name && !max_rss_.empty());
    }

    void add_samples(std::uint32_t benchmark, std::uint32_t measure, const std::shared_ptr<const Definition>& shared,
                     std::span<const double> samples) {
        const std::size_t first = parsed_.samples.size();
        parsed_.samples.insert(parsed_.samples.end(), samples.begin(), samples.end());
        parsed_.rows.push_back({benchmark, measure, shared, {}, first, samples.size()});
    }

    void omit(const Level& level, std::size_t first, std::string reason) {
        parsed_.samples.resize(first);
        remark(level, std::move(reason));
    }

    void remark(const Level& level, std::string reason) { parsed_.omitted.push_back({*level.name, std::move(reason)}); }

    std::shared_ptr<const Definition> definition(std::uint32_t number, const Level& level) {
        std::string tags;
        for (const std::string& tag : level.tags.value_or(std::vector<std::string>{})) tags += tag + '\n';
        if (auto known = catalog_.known(number, {}, tags)) return known;
        auto shared = std::make_shared<const Definition>(Definition{
            .group = std::nullopt, .parameters = {}, .tags = level.tags.value_or(std::vector<std::string>{})});
        catalog_.remember(number, {}, tags, shared);
        return shared;
    }
};

}  // namespace

bool is_pyperf(const Outline& outline) {
    if (outline.first_benchmark.contains("runs")) return true;
    return outline.has("benchmarks") && outline.has("metadata") && outline.has("version") &&
           outline.first_benchmark.empty();
}

std::vector<ParsedRun> read_pyperf(Object document, const Context& context) {
    std::vector<ParsedRun> runs;
    runs.push_back(File{context}.read(document));
    return runs;
}

}  // namespace benchfolio::formats
