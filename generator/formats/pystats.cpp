#include <algorithm>

#include "formats/extra_measures.hpp"
#include "formats/format.hpp"

namespace benchfolio::formats {
namespace {

// The interpreter's counts are the same on every CPU, so they are comparable without knowing it.
constexpr std::string_view counted_by = "interpreter statistics";

constexpr std::string_view mark = "-pystats";
constexpr std::string_view whole_suite = "all benchmarks";

// "bm-20260421-azure-x86_64-python-main-3.15.0a8+-09233bd-pystats-nbody.json" is about nbody: so bench_runner calls a
// file that is about one benchmark.
std::string benchmark_of(std::string_view file) {
    file = file.substr(file.rfind('/') + 1);
    file = file.substr(0, file.rfind(".json"));
    const auto at = file.rfind(mark);
    if (at == file.npos) return std::string{whole_suite};
    file.remove_prefix(at + mark.size());
    return file.size() > 1 && file.front() == '-' ? std::string{file.substr(1)} : std::string{whole_suite};
}

class File {
  public:
    explicit File(const Context& context)
        : context_(context), counters_(context.rules, context.catalog, false, context.offers) {}

    ParsedRun read(Object document) {
        parsed_.run.format = "pystats";
        parsed_.run.machine.cpu_brand = counted_by;
        name_ = benchmark_of(context_.file);
        for (Field field : document) {
            const std::string_view name = field.unescaped_key();
            Value value = field.value();
            if (name == "metadata") {
                within(name, [&] { read_metadata(value); });
            } else {
                read_counter(name, value);
            }
        }
        if (!has_time_) throw Damage{"no `metadata.commit_date`: a run without a time has no place in the history"};
        if (!commit_.id.empty()) parsed_.run.commit = commit_;
        const std::uint32_t benchmark = context_.catalog.benchmark(name_);
        if (sums_.sums().empty()) remark("none of the counters that the configuration names is in the file");
        add_rows(sums_, benchmark, std::make_shared<const Definition>(), parsed_);
        return std::move(parsed_);
    }

  private:
    const Context& context_;
    ExtraPlaces counters_;
    ParsedRun parsed_;
    model::Commit commit_;
    ExtraSums sums_;
    std::string name_;
    bool has_time_ = false, has_date_ = false;

    // Written by bench_runner. A `date` of the run goes before that of the commit.
    void read_metadata(Value value) {
        for (Field field : object(value)) {
            const std::string_view name = field.unescaped_key();
            within(name, [&] { read_metadatum(name, field.value()); });
        }
    }

    void read_metadatum(std::string_view name, Value value) {
        const auto said = scalar_text(value);
        if (!said || said->empty()) return;
        if (name == "commit_id") commit_.id = *said;
        if (name == "commit_branch") commit_.branch = *said;
        if (name == "commit_fork") commit_.fork = *said;
        if (name == "commit_merge_base") commit_.merge_base = *said;
        if (name == "benchmark" || name == "name") name_ = *said;
        if (name == "benchmark_hash") parsed_.run.suite = *said;
        if (name == "python_version") parsed_.run.environment.emplace_back("python", *said);
        if (name == "date" || name == "commit_date") read_date(name, *said);
    }

    void read_date(std::string_view name, const std::string& said) {
        const auto time = model::parse_time(said);
        if (!time) throw Damage{"not a date and time as ISO 8601 writes it"};
        if (name == "commit_date") commit_.time = time;
        if (has_date_) return;
        parsed_.run.time = *time;
        has_time_ = true;
        has_date_ = name == "date";
    }

    void read_counter(std::string_view name, Value value) {
        if (type_of(value) != JsonType::number) return check(value);
        const Extra* extra = counters_.find(std::string{pystats_prefix}.append(name));
        const auto count = number(value);
        if (extra != nullptr && count && !sums_.add(*extra, *count))
            remark("`" + std::string{name} + "` is beyond what can be a measurement");
    }

    void remark(std::string reason) { parsed_.omitted.push_back({name_, std::move(reason)}); }
};

}  // namespace

bool is_pystats(const Outline& outline) {
    if (outline.has("benchmarks")) return false;
    if (outline.has("_specialized_instructions") || outline.has("_stats_defines")) return true;
    const auto counter = outline.members.lower_bound("opcode[");
    return counter != outline.members.end() && counter->starts_with("opcode[");
}

std::vector<ParsedRun> read_pystats(Object document, const Context& context) {
    if (!context.offers && !context.rules.any_below(pystats_prefix))
        throw Damage{
            "interpreter statistics of CPython (pystats), of which the configuration names no counter: a [[measure]] "
            "from \"pystats.*\" would",
            {},
            model::RejectionKind::foreign};
    std::vector<ParsedRun> runs;
    runs.push_back(File{context}.read(document));
    return runs;
}

}  // namespace benchfolio::formats
