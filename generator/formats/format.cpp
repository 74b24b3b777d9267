#include "formats/format.hpp"

#include <array>

namespace benchfolio::formats {
namespace {

constexpr std::array table{
    Format{"pytest-benchmark", is_pytest_benchmark, read_pytest_benchmark, read_pytest_benchmark_front},
    Format{"pyperf", is_pyperf, read_pyperf},
    Format{"google-benchmark", is_google_benchmark, read_google_benchmark},
    Format{"pystats", is_pystats, read_pystats},
};

std::set<std::string, std::less<>> names_of(Object members) {
    std::set<std::string, std::less<>> names;
    for (Field field : members) names.emplace(std::string_view{field.unescaped_key()});
    return names;
}

std::set<std::string, std::less<>> names_of_object(Value value) {
    if (type_of(value) != JsonType::object) return {};
    return names_of(value.get_object());
}

// The names in the first of the benchmarks, which stand in a list or, in some versions, under their names.
std::set<std::string, std::less<>> names_of_first(Value benchmarks) {
    if (type_of(benchmarks) == JsonType::array)
        for (Value benchmark : Array{benchmarks.get_array()}) return names_of_object(benchmark);
    if (type_of(benchmarks) == JsonType::object)
        for (Field field : Object{benchmarks.get_object()}) return names_of_object(field.value());
    return {};
}

bool is_settled(const Outline& outline) {
    return outline.has("machine_info") && outline.has("commit_info");
}

struct Likeness {
    std::string_view member, what;
};

// A name at the top level that only one kind of file has.
constexpr std::array likenesses{
    Likeness{"result_columns", "a result of asv"},  Likeness{"env_name", "a result of asv"},
    Likeness{"dependencies", "a package manifest"}, Likeness{"packages", "a list of packages"},
    Likeness{"totals", "a coverage report"},        Likeness{"results", "a result of another benchmark tool"},
};

// `pip list --format json` and its like begin with a package.
std::string why_no_object(std::string_view json) {
    const std::string_view beginning = json.substr(0, json.find('}'));
    if (beginning.find("\"name\"") != beginning.npos && beginning.find("\"version\"") != beginning.npos)
        return "not a format that is read: it looks like a list of packages";
    return "JSON, but not an object as a result file is";
}

}  // namespace

std::span<const Format> formats() {
    return table;
}

Outline outline_of(Object document) {
    Outline outline{.members = {}, .first_benchmark = {}, .is_object = true};
    for (Field field : document) {
        const std::string_view name = field.unescaped_key();
        const bool first = outline.members.emplace(name).second;
        if (is_settled(outline)) break;
        if (first && name == "benchmarks") outline.first_benchmark = names_of_first(field.value());
        if (first && name == "benchmark") outline.first_benchmark = names_of_object(field.value());
    }
    return outline;
}

std::string why_foreign(const Outline& outline, std::string_view json) {
    if (!outline.is_object) return why_no_object(json);
    for (const Likeness& likeness : likenesses)
        if (outline.has(likeness.member))
            return "not a format that is read: it looks like " + std::string{likeness.what};
    if (outline.has("benchmarks"))
        return "its benchmarks are neither pytest-benchmark's (`stats`), pyperf's (`runs`) nor Google Benchmark's "
               "(`real_time`)";
    return "none of pytest-benchmark, pyperf and Google Benchmark: it has no `benchmarks`";
}

}  // namespace benchfolio::formats
