#include <algorithm>
#include <array>
#include <bitset>
#include <cmath>
#include <limits>

#include "formats/extra_measures.hpp"
#include "formats/format.hpp"
#include "formats/plain_number.hpp"

namespace benchfolio::formats {
namespace {

const model::Measure time_measure{"time", "s", model::Direction::lower_is_better};

// ---- the machine

// A list of words as one text; anything else in it is read past.
std::string joined(Value value) {
    std::string text;
    for (Value item : array(value))
        if (const auto word = scalar_text(item)) text += (text.empty() ? "" : " ") + *word;
    return text;
}

// What py-cpuinfo says of itself and of the interpreter, or says twice.
bool is_no_detail(std::string_view name) {
    constexpr std::array names{"python_version",    "cpuinfo_version", "cpuinfo_version_string", "hz_advertised",
                               "hz_advertised_raw", "hz_actual",       "hz_actual_raw",          "arch",
                               "arch_string_raw",   "raw_arch_string"};
    return std::ranges::find(names, name) != names.end();
}

void read_detail(std::string_view name, Value value, model::Machine& machine) {
    if (is_no_detail(name)) return check(value);
    std::optional<std::string> text;
    if (type_of(value) == JsonType::array) {
        text = joined(value);
    } else {
        text = known_text(value);
    }
    if (text && !text->empty()) machine.details.emplace_back(name, *text);
}

// Later versions say `brand_raw`, earlier ones `brand`.
void read_cpu(Value value, model::Machine& machine) {
    std::optional<std::string> brand, raw_brand;
    for (Field field : object(value)) {
        const std::string_view name = field.unescaped_key();
        if (name == "brand_raw") {
            raw_brand = known_text(field.value());
        } else if (name == "brand") {
            brand = known_text(field.value());
        } else if (name == "count") {
            machine.cores = whole_number(field.value());
        } else {
            read_detail(name, field.value(), machine);
        }
    }
    machine.cpu_brand = raw_brand ? raw_brand : brand;
    std::ranges::sort(machine.details);
}

struct Interpreter {
    std::optional<std::string> implementation, version, compiler;
};

std::optional<std::string>* place_of(std::string_view name, model::Machine& machine, Interpreter& python) {
    if (name == "node") return &machine.host;
    if (name == "machine") return &machine.architecture;
    if (name == "system") return &machine.system;
    if (name == "release") return &machine.release;
    if (name == "python_implementation") return &python.implementation;
    if (name == "python_version") return &python.version;
    if (name == "python_compiler") return &python.compiler;
    return nullptr;
}

void read_machine(Value value, model::Machine& machine, Interpreter& python) {
    if (is_null(value)) return;
    for (Field field : object(value)) {
        const std::string_view name = field.unescaped_key();
        if (auto* place = place_of(name, machine, python)) {
            *place = known_text(field.value());
        } else if (Value inner = field.value(); name == "cpu" && !is_null(inner)) {
            read_cpu(inner, machine);
        } else {
            check(inner);
        }
    }
}

// ---- the commit and the environment

// "(unknown)" and "(detached head)" are no branches.
std::optional<std::string> branch_name(Value value) {
    auto name = scalar_text(value);
    return name && !name->empty() && name->front() != '(' ? name : std::nullopt;
}

void read_commit_member(std::string_view name, Value value, model::Commit& commit) {
    if (name == "id") {
        commit.id = known_text(value).value_or("");
    } else if (name == "branch") {
        commit.branch = branch_name(value);
    } else if (name == "dirty") {
        commit.dirty = truth(value).value_or(false);
    } else if (name == "time") {
        commit.time = model::parse_time(scalar_text(value).value_or(""));
    } else {
        check(value);
    }
}

std::optional<model::Commit> read_commit(Value value) {
    if (is_null(value)) return std::nullopt;
    model::Commit commit;
    for (Field field : object(value)) read_commit_member(field.unescaped_key(), field.value(), commit);
    const bool is_commit = !commit.id.empty() && commit.id != "unversioned";
    return is_commit ? std::optional{commit} : std::nullopt;
}

void read_packages(Value value, model::Environment& packages) {
    if (is_null(value)) return;
    for (Field field : object(value)) {
        std::string name{std::string_view{field.unescaped_key()}};
        if (auto version = scalar_text(field.value())) packages.emplace_back(std::move(name), std::move(*version));
    }
}

model::Environment environment_of(const Interpreter& python, model::Environment packages) {
    model::Environment environment;
    if (python.version)
        environment.emplace_back("python", python.implementation.value_or("Python") + " " + *python.version);
    if (python.compiler) environment.emplace_back("compiler", *python.compiler);
    // A name stands once: lists of packages may have the interpreter too.
    std::erase_if(packages, [&](const auto& package) {
        return std::ranges::count(environment, package.first, &model::Environment::value_type::first) != 0;
    });
    std::ranges::sort(packages);
    environment.insert(environment.end(), packages.begin(), packages.end());
    return environment;
}

// ---- the numbers

// What `stats` may say that is wanted, in the order in which pytest-benchmark writes it.
enum class Cell : std::uint8_t { min, max, mean, stddev, rounds, median, q1, q3, ld15iqr, hd15iqr };

constexpr std::array<std::string_view, 10> cell_names{"min",    "max", "mean", "stddev",  "rounds",
                                                      "median", "q1",  "q3",   "ld15iqr", "hd15iqr"};

struct Reported {
    Reported() { cells.fill(model::absent); }

    std::array<double, cell_names.size()> cells;  // `model::absent` for what it does not say
    std::bitset<cell_names.size()> nulls;         // recorded, but as no number
    bool data_has_null = false;

    double operator[](Cell cell) const { return cells[static_cast<std::size_t>(cell)]; }
    bool has_null() const { return data_has_null || nulls.any(); }
};

// Reads the statistics of one benchmark after the other, and remembers where in the text the measurements stand.
class Statistics {
  public:
    // `samples` are appended to.
    Statistics(Reported& reported, std::vector<double>& samples, std::vector<Slot>& slots)
        : reported_(reported), samples_(samples), slots_(slots) {}

    void read(Value value) {
        if (is_null(value)) return;
        for (Field field : object(value)) read_member(field.unescaped_key(), field.value());
    }

  private:
    Reported& reported_;
    std::vector<double>& samples_;
    std::vector<Slot>& slots_;
    std::size_t expected_ = 0;  // the cell behind the one that was read last

    void read_member(std::string_view name, Value value) {
        if (const auto cell = cell_of(name)) return read_cell(*cell, value);
        if (name == "data") return read_data(value);
        note_unwanted(value);
        check(value);
    }

    std::optional<std::size_t> cell_of(std::string_view name) {
        for (std::size_t tried = 0; tried < cell_names.size(); ++tried) {
            const std::size_t cell = (expected_ + tried) % cell_names.size();
            if (cell_names[cell] != name) continue;
            expected_ = cell + 1;
            return cell;
        }
        return std::nullopt;
    }

    void read_cell(std::size_t cell, Value value) {
        slots_.push_back({Slot::Holds::value, plain_number(value.raw_json_token()).text, cell});
        const auto found = within(cell_names[cell], [&] { return number(value); });
        reported_.cells[cell] = found.value_or(model::absent);
        reported_.nulls[cell] = !found;
    }

    void read_data(Value value) {
        if (is_null(value)) return;
        std::size_t index = 0;
        std::string_view first, last;
        for (Value item : array(value)) {
            last = item.raw_json_token();
            if (index == 0) first = last;
            const auto sample = within("data", index++, [&] { return number(item); });
            if (sample) samples_.push_back(*sample);
            reported_.data_has_null = reported_.data_has_null || !sample;
        }
        if (index == 0) return;
        const std::string_view end = plain_number(last).text;
        slots_.push_back({Slot::Holds::samples, {first.data(), end.data() + end.size()}});
    }

    // What is not wanted, but differs from run to run.
    void note_unwanted(Value value) {
        const std::string_view token = value.raw_json_token();
        if (type_of(value) == JsonType::number)
            return slots_.push_back({Slot::Holds::number, plain_number(token).text});
        if (type_of(value) != JsonType::string) return;
        const std::string_view counts = counts_at(token.substr(1));
        if (token[1 + counts.size()] == '"') slots_.push_back({Slot::Holds::counts, counts});
    }
};

std::uint32_t count_of(double rounds) {
    if (std::isnan(rounds)) return 0;
    const bool counts =
        rounds >= 0 && rounds <= std::numeric_limits<std::uint32_t>::max() && rounds == std::floor(rounds);
    if (!counts) throw Damage{"not a number of rounds", "stats.rounds"};
    return static_cast<std::uint32_t>(rounds);
}

// pytest-benchmark leaves a failed benchmark out, but some tools write it without statistics.
std::string why_no_mean(const Reported& reported) {
    return reported.nulls.any() ? "its mean is not a number" : "it has no statistics: it may have failed";
}

// `ld15iqr` is the least value inside the lower fence, but `hd15iqr` is the first one above the upper fence where there
// is one (pytest_benchmark/stats.py), so there the fence itself is the most that is known of the whisker.
void set_whiskers(const Reported& reported, model::Summary& summary) {
    const double reach = 1.5 * (reported[Cell::q3] - reported[Cell::q1]);
    if (std::isnan(reach)) return;
    summary.whisker_low = std::min(reported[Cell::ld15iqr], reported[Cell::q1]);
    summary.whisker_high = std::max(std::min(reported[Cell::hd15iqr], reported[Cell::q3] + reach), reported[Cell::q3]);
}

model::Summary summary_of(const Reported& reported) {
    model::Summary summary;
    summary.n = count_of(reported[Cell::rounds]);
    summary.mean = reported[Cell::mean];
    summary.stddev = summary.n == 1 ? model::absent : reported[Cell::stddev];
    summary.min = reported[Cell::min];
    summary.q1 = reported[Cell::q1];
    summary.median = reported[Cell::median];
    summary.q3 = reported[Cell::q3];
    summary.max = reported[Cell::max];
    set_whiskers(reported, summary);
    return summary;
}

// ---- the benchmarks

struct Benchmark {
    std::optional<std::string_view> name, fullname;
    std::string_view group = "null", parameters = "null";  // raw
    Reported reported;
    std::vector<Extra> extras;              // in the order of their slots
    std::vector<double> extra_values;       // likewise
    std::vector<std::string> extra_faults;  // places where a rule expects a number and none stands

    bool is_sound() const { return !reported.has_null() && extra_faults.empty(); }
};

std::optional<std::string> read_group(std::string_view raw_group, std::string& buffer,
                                      simdjson::ondemand::parser& parser) {
    buffer.assign(raw_group);
    simdjson::ondemand::document document = start(parser, buffer);
    if (bool{document.is_null()}) return std::nullopt;
    if (const JsonType type = document.type(); type != JsonType::string)
        throw Damage{"the group must be a string", "group"};
    return std::string{std::string_view{document.get_string()}};
}

std::vector<model::Parameter> read_parameters(std::string_view raw_parameters, std::string& buffer,
                                              simdjson::ondemand::parser& parser) {
    buffer.assign(raw_parameters);
    simdjson::ondemand::document document = start(parser, buffer);
    if (bool{document.is_null()}) return {};
    if (const JsonType type = document.type(); type != JsonType::object)
        throw Damage{"the parameters must be an object", "params"};
    std::vector<model::Parameter> parameters;
    for (Field field : Object{document.get_object()}) {
        std::string name{std::string_view{field.unescaped_key()}};
        parameters.push_back({std::move(name), parameter(field.value())});
    }
    return parameters;
}

class File {
  public:
    explicit File(const Context& context)
        : catalog_(context.catalog),
          definitions_(context.definitions),
          rules_(context.rules),
          extra_places_(context.rules, catalog_, false, context.offers),
          reads_extras_(context.offers || context.rules.any_below(extra_info_prefix)),
          front_(context.front),
          time_(catalog_.measure(time_measure)) {
        if (front_) parsed_ = std::move(front_->parsed);
    }

    ParsedRun read(Object document) {
        for (Field field : document) read_member(field.unescaped_key(), field.value());
        if (!has_time_) throw Damage{"no `datetime`: a run without a time has no place in the history"};
        parsed_.run.environment = environment_of(python_, std::move(packages_));
        return std::move(parsed_);
    }

    // Up to the first benchmark that is not familiar; the comma before it goes with those that are. Nothing where the
    // list goes on as no list does, since without its front it could look sound.
    Front read_front(std::string_view json) {
        if (catalog_.familiar().is_empty()) return {};
        const std::string_view list = behind_list_name(json);
        std::string_view rest = without_space(list);
        while (read_familiar(rest)) {
            rest = without_space(rest);
            if (rest.starts_with(']')) break;
            if (!rest.starts_with(',')) return {};
            rest = without_space(rest.substr(1));
            if (!rest.starts_with('{')) return {};
        }
        if (parsed_.rows.empty()) return {};
        return {.parsed = std::move(parsed_), .first = json.size() - list.size(), .last = json.size() - rest.size()};
    }

  private:
    Catalog& catalog_;
    simdjson::ondemand::parser& definitions_;
    const MeasureRules& rules_;
    ExtraPlaces extra_places_;  // of `extra_info`
    bool reads_extras_;         // whether `extra_info` is looked into at all
    Front* front_;
    std::uint32_t time_;
    std::string buffer_;
    std::vector<double> values_;  // of a benchmark that is recognised
    ExtraSums extra_sums_;        // of the benchmark that is being read
    std::vector<Slot> slots_;     // of the benchmark that is being read
    ParsedRun parsed_;
    Interpreter python_;
    model::Environment packages_;
    bool has_time_ = false;

    void read_member(std::string_view name, Value value) {
        if (name == "benchmarks") return read_benchmarks(value);
        within(name, [&] {
            if (name == "machine_info") return read_machine(value, parsed_.run.machine, python_);
            if (name == "commit_info") return static_cast<void>(parsed_.run.commit = read_commit(value));
            if (name == "package_versions") return read_packages(value, packages_);
            if (name == "datetime") return read_time(value);
            if (name == "version") return read_version(value);
            check(value);
        });
    }

    void read_time(Value value) {
        const auto time = model::parse_time(text(value).value_or(""));
        if (!time) throw Damage{"not a date and time as ISO 8601 writes it"};
        parsed_.run.time = *time;
        has_time_ = true;
    }

    void read_version(Value value) {
        const auto version = scalar_text(value);
        parsed_.run.format = "pytest-benchmark" + (version ? " " + *version : "");
    }

    // What follows the bracket of the first list of that name; nothing where there is none.
    static std::string_view behind_list_name(std::string_view json) {
        constexpr std::string_view name = "\"benchmarks\"";
        const std::size_t at = json.find(name);
        if (at == json.npos) return {};
        std::string_view rest = without_space(json.substr(at + name.size()));
        if (!rest.starts_with(':')) return {};
        rest = without_space(rest.substr(1));
        return rest.starts_with('[') ? rest.substr(1) : std::string_view{};
    }

    static std::string_view without_space(std::string_view text) {
        return text.substr(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    }

    void read_benchmarks(Value value) {
        if (front_ && value.raw_json_token().data() == front_->list) front_->is_in_place = true;
        std::size_t index = 0;
        for (Value item : within("benchmarks", [&] { return array(value); }))
            within("benchmarks", index++, [&] { read_benchmark(object(item)); });
    }

    void read_benchmark(Object members) {
        const std::string_view text = text_of(members);
        std::string_view rest = text;
        if (read_familiar(rest)) return;
        members.reset();
        Benchmark benchmark;
        slots_.clear();
        const std::size_t first = parsed_.samples.size();
        for (Field field : members) read_benchmark_member(field.unescaped_key(), field.value(), benchmark);
        if (const auto row = add_row(benchmark, first)) remember(text, benchmark, parsed_.rows[*row]);
    }

    // Without what stands behind its end.
    static std::string_view text_of(Object& members) {
        const std::string_view text = members.raw_json();
        return text.substr(0, text.rfind('}') + 1);
    }

    bool read_familiar(std::string_view& text) {
        values_.resize(std::max(cell_names.size(), catalog_.familiar().values()));
        const std::size_t first = parsed_.samples.size();
        const auto* known = catalog_.familiar().read(text, values_, parsed_.samples);
        if (!known) return false;
        Reported reported;
        std::ranges::copy_n(values_.begin(), cell_names.size(), reported.cells.begin());
        add_row(known->number, known->definition, reported, first);
        if (!known->extras.empty())
            add_extras(known->extras, std::span{values_}.subspan(cell_names.size()), parsed_.rows.back());
        return true;
    }

    void remember(std::string_view text, const Benchmark& benchmark, const Row& row) {
        if (!benchmark.is_sound()) return;
        if (row.samples > 0)  // then the statistics are not used
            for (Slot& slot : slots_)
                if (slot.holds == Slot::Holds::value && slot.index < cell_names.size())
                    slot.holds = Slot::Holds::number;
        catalog_.familiar().remember(text, slots_, {row.benchmark, row.definition, benchmark.extras});
    }

    void read_benchmark_member(std::string_view name, Value value, Benchmark& benchmark) {
        if (name == "stats") {
            within(name, [&] { Statistics{benchmark.reported, parsed_.samples, slots_}.read(value); });
        } else if (name == "fullname") {
            benchmark.fullname = within(name, [&] { return text(value); });
        } else if (name == "name") {
            benchmark.name = within(name, [&] { return text(value); });
        } else if (name == "group") {
            benchmark.group = raw(value);
        } else if (name == "params") {
            benchmark.parameters = raw(value);
        } else if (name == "extra_info" && reads_extras_) {
            read_extra(std::string{name}, value, benchmark, 0);
        } else {
            check(value);
        }
    }

    // Numbers in objects, however deep; lists are read past.
    void read_extra(const std::string& place, Value value, Benchmark& benchmark, int depth) {
        constexpr int deepest = 20;
        const JsonType type = type_of(value);
        if (type == JsonType::object && depth < deepest) {
            for (Field field : object(value)) {
                const std::string inner = place + "." + std::string{std::string_view{field.unescaped_key()}};
                read_extra(inner, field.value(), benchmark, depth + 1);
            }
            return;
        }
        if (type == JsonType::number) return read_extra_number(place, value, benchmark);
        const bool is_missed = type == JsonType::null ? extra_places_.find(place) != nullptr : rules_.names(place);
        if (is_missed) benchmark.extra_faults.push_back(place);
        check(value);
    }

    void read_extra_number(const std::string& place, Value value, Benchmark& benchmark) {
        const Extra* extra = extra_places_.find(place);
        if (extra == nullptr) return check(value);
        const std::size_t index = cell_names.size() + benchmark.extras.size();
        slots_.push_back({Slot::Holds::value, plain_number(value.raw_json_token()).text, index});
        benchmark.extras.push_back(*extra);
        benchmark.extra_values.push_back(number(value).value_or(model::absent));
    }

    // Rows behind that of the time; a benchmark has the number and the definition of `time`.
    void add_extras(std::span<const Extra> extras, std::span<const double> values, const Row time) {
        extra_sums_.clear();
        for (std::size_t i = 0; i < extras.size(); ++i)
            if (!extra_sums_.add(extras[i], values[i]))
                remark(catalog_.benchmarks()[time.benchmark], too_large(catalog_.measures()[extras[i].measure].name));
        formats::add_rows(extra_sums_, time.benchmark, time.definition, parsed_);
    }

    static std::string too_large(const std::string& measure) {
        return "`" + measure + "` is beyond what can be a measurement";
    }

    // Which row has its times; nothing where there is nothing to be counted.
    std::optional<std::size_t> add_row(const Benchmark& benchmark, std::size_t first_sample) {
        const auto name = benchmark.fullname ? benchmark.fullname : benchmark.name;
        if (!name) throw Damage{"neither `fullname` nor `name`"};
        const std::size_t samples = parsed_.samples.size() - first_sample;
        const Reported& reported = benchmark.reported;
        if (reported.data_has_null) return omit(*name, "a value among the samples is not a number", first_sample);
        if (samples == 0 && std::isnan(reported[Cell::mean])) return omit(*name, why_no_mean(reported), first_sample);
        if (samples == 0) remark_nulls(*name, reported);
        for (const std::string& place : benchmark.extra_faults) remark(*name, "`" + place + "` is not a number");
        const std::uint32_t number = catalog_.benchmark(*name);
        const std::size_t row = parsed_.rows.size();
        add_row(number, definition(number, benchmark), reported, first_sample);
        if (!benchmark.extras.empty()) add_extras(benchmark.extras, benchmark.extra_values, parsed_.rows[row]);
        return row;
    }

    void add_row(std::uint32_t number, std::shared_ptr<const Definition> definition, const Reported& reported,
                 std::size_t first_sample) {
        const std::size_t samples = parsed_.samples.size() - first_sample;
        const auto summary = samples == 0 ? summary_of(reported) : model::Summary{};
        parsed_.rows.emplace_back(Row{number, time_, std::move(definition), summary, first_sample, samples});
    }

    void remark(std::string_view name, std::string reason) {
        parsed_.omitted.push_back({std::string{name}, std::move(reason)});
    }

    void remark_nulls(std::string_view name, const Reported& reported) {
        for (std::size_t i = 0; i < cell_names.size(); ++i)
            if (reported.nulls[i]) remark(name, "`" + std::string{cell_names[i]} + "` is not a number");
    }

    std::nullopt_t omit(std::string_view name, std::string reason, std::size_t first_sample) {
        parsed_.samples.resize(first_sample);
        remark(name, std::move(reason));
        return std::nullopt;
    }

    std::shared_ptr<const Definition> definition(std::uint32_t number, const Benchmark& benchmark) {
        if (auto known = catalog_.known(number, benchmark.group, benchmark.parameters)) return known;
        Definition definition;
        definition.group = read_group(benchmark.group, buffer_, definitions_);
        definition.parameters = read_parameters(benchmark.parameters, buffer_, definitions_);
        auto shared = std::make_shared<const Definition>(std::move(definition));
        catalog_.remember(number, benchmark.group, benchmark.parameters, shared);
        return shared;
    }
};

}  // namespace

bool is_pytest_benchmark(const Outline& outline) {
    const bool complete = outline.has("machine_info") && (outline.has("benchmarks") || outline.has("commit_info"));
    return complete || (outline.first_benchmark.contains("stats") && outline.first_benchmark.contains("fullname"));
}

Front read_pytest_benchmark_front(std::string_view json, const Context& context) {
    return File{context}.read_front(json);
}

std::vector<ParsedRun> read_pytest_benchmark(Object document, const Context& context) {
    std::vector<ParsedRun> runs;
    runs.push_back(File{context}.read(document));
    return runs;
}

}  // namespace benchfolio::formats
