#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <unordered_map>

#include "formats/extra_measures.hpp"
#include "formats/format.hpp"
#include "formats/recorded_text.hpp"
#include "model/argument_path.hpp"

namespace benchfolio::formats {
namespace {

const model::Measure time_measure{"time", "s", model::Direction::lower_is_better};
const model::Measure cpu_time_measure{"cpu_time", "s", model::Direction::lower_is_better};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

// ---- the context

// Keys of its own that a project gives with --benchmark_context=KEY=VALUE: by custom one of these.
constexpr std::array<std::string_view, 6> cpu_keys{"cpu",      "cpu_model",      "cpu_brand",
                                                   "cpu_name", "cpu_model_name", "CPU"};
constexpr std::array<std::string_view, 8> commit_keys{"commit",   "commit_id",    "git_commit", "git_sha",
                                                      "git_hash", "git_revision", "revision",   "sha"};
constexpr std::array<std::string_view, 2> branch_keys{"branch", "git_branch"};
// What differs from run to run, or says nothing of what was measured with.
constexpr std::array<std::string_view, 3> passing_keys{"executable", "load_avg", "json_schema_version"};

bool is_commit_id(std::string_view text) {
    constexpr std::size_t shortest = 7, longest = 64;
    const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    return text.size() >= shortest && text.size() <= longest && std::ranges::all_of(text, is_hex);
}

// In the unit that leaves a whole number.
std::string cache_size(std::int64_t bytes) {
    constexpr std::int64_t kibi = 1024;
    if (bytes % (kibi * kibi) == 0) return fmt::format("{} MiB", bytes / (kibi * kibi));
    return bytes % kibi == 0 ? fmt::format("{} KiB", bytes / kibi) : fmt::format("{} B", bytes);
}

// "L1 Data 32 KiB"
std::string read_cache(Object members) {
    std::int64_t level = 0, size = 0;
    std::string type;
    for (Field field : members) {
        const std::string_view name = field.unescaped_key();
        if (name == "level") {
            level = whole_number(field.value()).value_or(0);
        } else if (name == "size") {
            size = whole_number(field.value()).value_or(0);
        } else if (name == "type") {
            type = scalar_text(field.value()).value_or("");
        } else {
            check(field.value());
        }
    }
    return fmt::format("L{} {}{}", level, type.empty() || type == "Unified" ? "" : type + " ", cache_size(size));
}

std::string read_caches(Value value) {
    std::string text;
    for (Value item : array(value)) text += (text.empty() ? "" : ", ") + read_cache(object(item));
    return text;
}

// To a tenth of a GHz: the next digits are another run's measurement of the same clock.
std::string clock_text(double megahertz) {
    return fmt::format("{:.1f} GHz", megahertz / 1000);
}

class ContextReader {
  public:
    explicit ContextReader(model::Run& run) : run_(run) {}

    void read(Value value) {
        if (is_null(value)) return;
        for (Field field : object(value)) {
            const std::string_view name = field.unescaped_key();
            within(name, [&] { read_member(name, field.value()); });
        }
        std::ranges::sort(run_.machine.details);
        std::ranges::sort(run_.environment);
        if (!commit_.id.empty()) run_.commit = commit_;
    }

    bool has_time() const { return has_time_; }

  private:
    model::Run& run_;
    model::Commit commit_;
    bool has_time_ = false;

    void read_member(std::string_view name, Value value) {
        if (name == "date") return read_date(value);
        if (is_one_of(passing_keys, name)) return check(value);
        if (!read_machine(name, value) && !read_commit(name, value)) read_environment(name, value);
    }

    void read_date(Value value) {
        const auto time = model::parse_time(text(value).value_or(""));
        if (!time) throw Damage{"not a date and time as ISO 8601 writes it"};
        run_.time = *time;
        has_time_ = true;
    }

    // Whether it is one of the machine's.
    bool read_machine(std::string_view name, Value value) {
        model::Machine& machine = run_.machine;
        if (name == "host_name") {
            machine.host = known_text(value);
        } else if (name == "num_cpus") {
            machine.cores = whole_number(value);
        } else if (name == "mhz_per_cpu") {
            if (const auto clock = number(value); clock && *clock > 0)
                machine.details.emplace_back("clock", clock_text(*clock));
        } else if (name == "caches") {
            if (std::string caches = read_caches(value); !caches.empty())
                machine.details.emplace_back(name, std::move(caches));
        } else if (name == "cpu_scaling_enabled" || name == "aslr_enabled") {
            if (auto said = scalar_text(value)) machine.details.emplace_back(name, std::move(*said));
        } else if (is_one_of(cpu_keys, name)) {
            machine.cpu_brand = known_text(value);
        } else {
            return false;
        }
        return true;
    }

    bool read_commit(std::string_view name, Value value) {
        if (is_one_of(branch_keys, name)) {
            commit_.branch = known_text(value);
            return true;
        }
        if (!is_one_of(commit_keys, name)) return false;
        if (const auto id = known_text(value); id && is_commit_id(*id)) commit_.id = *id;
        return true;
    }

    void read_environment(std::string_view name, Value value) {
        auto said = scalar_text(value);
        if (!said || said->empty()) return;
        if (name == "library_version") {
            run_.format += " " + *said;
        } else {
            run_.environment.emplace_back(name, std::move(*said));
        }
    }
};

// ---- the benchmarks

// What stands in a name that says how long was measured, rather than what.
constexpr std::array<std::string_view, 4> settings{"iterations", "repeats", "min_time", "min_warmup_time"};

template <typename Number>
std::optional<Number> whole_text_as(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{number} : std::nullopt;
}

model::ParameterValue value_of(std::string_view text) {
    if (text.find_first_not_of("-.0123456789") == text.npos) {  // no "inf", no "1e5"
        if (const auto whole = whole_text_as<std::int64_t>(text)) return *whole;
        if (const auto real = whole_text_as<double>(text)) return *real;
    }
    return parameter_text(text);
}

bool is_number(const model::ParameterValue& value) {
    return model::number_of(value).has_value();
}

// "8/bytes:512/threads:4" has the parameters arg 8, bytes 512 and threads 4; of several without a name each is
// numbered.
std::vector<model::Parameter> parameters_of(std::string_view name) {
    const auto arguments = model::arguments_of(name);
    const auto is_nameless = [](std::string_view text) { return is_number(value_of(text)); };
    const auto nameless = std::ranges::count_if(arguments, is_nameless);
    std::vector<model::Parameter> parameters;
    int next = 1;
    for (const std::string_view argument : arguments) {
        const auto colon = argument.find(':');
        if (is_nameless(argument)) {
            parameters.push_back({nameless > 1 ? fmt::format("arg {}", next++) : "arg", value_of(argument)});
        } else if (colon != argument.npos && !is_one_of(settings, argument.substr(0, colon))) {
            parameters.push_back({std::string{argument.substr(0, colon)}, value_of(argument.substr(colon + 1))});
        }
    }
    return parameters;
}

// What a row says that is no counter.
constexpr std::array<std::string_view, 12> row_keys{"family_index",
                                                    "per_family_instance_index",
                                                    "repetitions",
                                                    "repetition_index",
                                                    "threads",
                                                    "iterations",
                                                    "label",
                                                    "aggregate_unit",
                                                    "big_o",
                                                    "cpu_coefficient",
                                                    "real_coefficient",
                                                    "rms"};

double seconds_of(std::string_view unit) {
    if (unit == "ns") return 1e-9;
    if (unit == "us") return 1e-6;
    if (unit == "ms") return 1e-3;
    if (unit == "s") return 1;
    throw Damage{"not ns, us, ms or s"};
}

// One row of the file: a repetition of a benchmark, or a statistic over its repetitions.
struct Reported {
    std::string name, run_name, run_type, aggregate, error;
    std::optional<double> real_time, cpu_time, iterations;
    double unit = 1e-9;
    bool failed = false, fitted = false;  // fitted: what a curve through the times has, instead of a time
    ExtraSums counters;
    std::vector<std::string> faults;  // what is said of it, but as no number

    const std::string& benchmark() const { return run_name.empty() ? name : run_name; }
};

// What is known of a benchmark by now.
struct Gathered {
    std::uint32_t number = 0;
    struct Samples {
        std::uint32_t measure = 0;
        std::vector<double> values;
    };
    std::vector<Samples> samples;                              // of its repetitions
    std::vector<std::pair<std::uint32_t, model::Summary>> of;  // statistics over them, by measure

    std::vector<double>& samples_of(std::uint32_t measure) {
        const auto found = std::ranges::find(samples, measure, &Samples::measure);
        return found == samples.end() ? samples.emplace_back(Samples{measure, {}}).values : found->values;
    }
    model::Summary& summary_of(std::uint32_t measure) {
        const auto found = std::ranges::find(of, measure, [](const auto& each) { return each.first; });
        return found == of.end() ? of.emplace_back(measure, model::Summary{}).second : found->second;
    }
};

double* statistic(model::Summary& summary, std::string_view name) {
    if (name == "mean") return &summary.mean;
    if (name == "median") return &summary.median;
    if (name == "stddev") return &summary.stddev;
    if (name == "min") return &summary.min;
    if (name == "max") return &summary.max;
    return nullptr;
}

class File {
  public:
    explicit File(const Context& context)
        : catalog_(context.catalog),
          counters_(context.rules, catalog_, true, context.offers),
          time_(catalog_.measure(time_measure)),
          cpu_time_(catalog_.measure(cpu_time_measure)) {}

    ParsedRun read(Object document) {
        ContextReader context{parsed_.run};
        parsed_.run.format = "google-benchmark";
        for (Field field : document) {
            const std::string_view name = field.unescaped_key();
            Value value = field.value();
            if (name == "context") {
                within(name, [&] { context.read(value); });
            } else if (name == "benchmarks") {
                read_benchmarks(value);
            } else {
                check(value);
            }
        }
        if (!context.has_time()) throw Damage{"no `context.date`: a run without a time has no place in the history"};
        for (const Gathered& each : gathered_) add(each);
        return std::move(parsed_);
    }

  private:
    Catalog& catalog_;
    ExtraPlaces counters_;
    std::uint32_t time_, cpu_time_;
    ParsedRun parsed_;
    std::vector<Gathered> gathered_;                         // in the order of the file
    std::unordered_map<std::uint32_t, std::size_t> places_;  // of the benchmarks in it

    void read_benchmarks(Value value) {
        std::size_t index = 0;
        for (Value item : within("benchmarks", [&] { return array(value); }))
            within("benchmarks", index++, [&] { read_row(object(item)); });
    }

    void read_row(Object members) {
        Reported row;
        for (Field field : members) {
            const std::string_view name = field.unescaped_key();
            within(name, [&] { read_member(name, field.value(), row); });
        }
        if (row.benchmark().empty()) throw Damage{"neither `run_name` nor `name`"};
        if (row.fitted) return;
        if (row.failed) return remark(row, row.error.empty() ? "it failed" : "it failed: " + row.error);
        for (const std::string& fault : row.faults) remark(row, "`" + fault + "` is not a number");
        if (is_aggregate(row)) return gather_statistic(row);
        gather(row);
    }

    void read_member(std::string_view name, Value value, Reported& row) {
        if (name == "name") {
            row.name = scalar_text(value).value_or("");
        } else if (name == "run_name") {
            row.run_name = scalar_text(value).value_or("");
        } else if (name == "run_type") {
            row.run_type = scalar_text(value).value_or("");
        } else if (name == "aggregate_name") {
            row.aggregate = scalar_text(value).value_or("");
        } else if (name == "time_unit") {
            row.unit = seconds_of(text(value).value_or("ns"));
        } else if (name == "error_occurred" || name == "skipped") {
            row.failed = row.failed || truth(value).value_or(false);
        } else if (name == "error_message" || name == "skip_message") {
            row.error = scalar_text(value).value_or("");
        } else {
            read_number(name, value, row);
        }
    }

    void read_number(std::string_view name, Value value, Reported& row) {
        if (name == "real_time") return read_time(name, value, row.real_time, row);
        if (name == "cpu_time") return read_time(name, value, row.cpu_time, row);
        if (name == "iterations") return static_cast<void>(row.iterations = number(value));
        if (name == "cpu_coefficient" || name == "rms") row.fitted = true;
        const JsonType type = type_of(value);
        if (is_one_of(row_keys, name) || (type != JsonType::number && type != JsonType::null)) return check(value);
        const Extra* extra = counters_.find(std::string{counter_prefix}.append(name));
        const auto counted = number(value);
        if (!counted || !row.counters.add(*extra, *counted)) row.faults.emplace_back(name);
    }

    static void read_time(std::string_view name, Value value, std::optional<double>& time, Reported& row) {
        time = number(value);
        if (!time) row.faults.emplace_back(name);
    }

    // Early versions say it by the name alone, behind the repetitions.
    bool is_aggregate(const Reported& row) {
        if (!row.run_type.empty()) return row.run_type == "aggregate";
        for (const std::string_view suffix : {"_mean", "_median", "_stddev", "_cv"})
            if (row.name.ends_with(suffix) && row.run_name.empty())
                return is_known(std::string_view{row.name}.substr(0, row.name.size() - suffix.size()));
        return false;
    }

    bool is_known(std::string_view name) { return places_.contains(catalog_.benchmark(name)); }

    Gathered& gathered(const Reported& row) {
        const std::uint32_t number = catalog_.benchmark(row.benchmark());
        const auto [at, first] = places_.emplace(number, gathered_.size());
        if (first) gathered_.emplace_back().number = number;
        return gathered_[at->second];
    }

    void gather(const Reported& row) {
        if (!row.real_time && row.faults.empty()) return remark(row, "it has no `real_time`");
        Gathered& of = gathered(row);
        if (row.real_time) of.samples_of(time_).push_back(*row.real_time * row.unit);
        if (row.cpu_time) of.samples_of(cpu_time_).push_back(*row.cpu_time * row.unit);
        for (const auto& [measure, value] : row.counters.sums()) {
            if (measure == time_ || measure == cpu_time_) {
                remark(row, "a rule of the configuration calls a counter as the time: `" +
                                catalog_.measures()[measure].name + "`");
            } else {
                of.samples_of(measure).push_back(value);
            }
        }
    }

    // Used where the file has the statistics alone, as with --benchmark_report_aggregates_only.
    void gather_statistic(const Reported& row) {
        model::Summary probe;
        if (row.run_name.empty() || statistic(probe, row.aggregate) == nullptr) return;
        Gathered& of = gathered(row);
        const auto keep = [&](std::uint32_t measure, double value) {
            model::Summary& summary = of.summary_of(measure);
            *statistic(summary, row.aggregate) = value;
            summary.n = static_cast<std::uint32_t>(std::clamp(row.iterations.value_or(0), 0.0, 1e9));
        };
        if (row.real_time) keep(time_, *row.real_time * row.unit);
        if (row.cpu_time) keep(cpu_time_, *row.cpu_time * row.unit);
        for (const auto& [measure, value] : row.counters.sums()) keep(measure, value);
    }

    void add(const Gathered& of) {
        const auto shared = definition(of.number);
        for (const auto& [measure, values] : of.samples) {
            parsed_.rows.push_back({of.number, measure, shared, {}, parsed_.samples.size(), values.size()});
            parsed_.samples.insert(parsed_.samples.end(), values.begin(), values.end());
        }
        if (!of.samples.empty()) return;
        for (const auto& [measure, summary] : of.of)
            if (!std::isnan(summary.mean) || !std::isnan(summary.median))
                parsed_.rows.push_back({of.number, measure, shared, summary, 0, 0});
    }

    std::shared_ptr<const Definition> definition(std::uint32_t number) {
        const std::string& name = catalog_.benchmarks()[number];
        if (auto known = catalog_.known(number, {}, name)) return known;
        auto shared = std::make_shared<const Definition>(
            Definition{.group = std::nullopt, .parameters = parameters_of(name), .tags = {}});
        catalog_.remember(number, {}, name, shared);
        return shared;
    }

    void remark(const Reported& row, std::string reason) {
        parsed_.omitted.push_back({row.benchmark(), std::move(reason)});
    }
};

}  // namespace

bool is_google_benchmark(const Outline& outline) {
    if (!outline.has("benchmarks") || outline.has("machine_info")) return false;
    const auto& first = outline.first_benchmark;
    if (first.contains("real_time") || first.contains("cpu_time") || first.contains("run_type")) return true;
    return outline.has("context") && (first.empty() || first.contains("name"));
}

std::vector<ParsedRun> read_google_benchmark(Object document, const Context& context) {
    std::vector<ParsedRun> runs;
    runs.push_back(File{context}.read(document));
    return runs;
}

}  // namespace benchfolio::formats
