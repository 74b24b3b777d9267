// parse_simdjson FOLDER [THREADS] [REPEATS]: reads every *.json below FOLDER with simdjson's on-demand parser as an
// ingest has to: any order of fields, names interned, twelve statistics a row appended to columns. Raw samples are
// skipped.
#include <simdjson.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "perf/limits/common.hpp"

namespace {

using namespace benchfolio::limits;
using namespace simdjson;

struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

class Names {
  public:
    std::uint32_t number(std::string_view text) {
        const auto found = numbers_.find(text);
        if (found != numbers_.end()) return found->second;
        return numbers_.emplace(std::string(text), static_cast<std::uint32_t>(numbers_.size())).first->second;
    }

  private:
    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> numbers_;
};

constexpr std::array<std::string_view, 12> statistics{"min", "max", "mean",    "stddev",  "median", "iqr",
                                                      "q1",  "q3",  "ld15iqr", "hd15iqr", "ops",    "total"};

struct Table {
    Names names, groups, cpus, parameters;
    std::vector<std::uint32_t> run, name, group;
    std::array<std::vector<double>, statistics.size()> columns;
};

void read_statistics(ondemand::object object, Table& table) {
    for (auto field : object) {
        const std::string_view key = field.unescaped_key();
        const auto at = std::find(statistics.begin(), statistics.end(), key);
        if (at == statistics.end()) continue;
        const double value = field.value().get_double();
        table.columns[static_cast<std::size_t>(at - statistics.begin())].push_back(value);
    }
}

void read_parameters(ondemand::value value, Table& table) {
    if (value.is_null()) return;
    for (auto field : value.get_object()) table.parameters.number(ondemand::value(field.value()).raw_json_token());
}

void read_benchmark(ondemand::object object, std::uint32_t run, Table& table) {
    table.run.push_back(run);
    for (auto field : object) {
        const std::string_view key = field.unescaped_key();
        if (key == "group") table.group.push_back(table.groups.number(field.value().get_string()));
        if (key == "fullname") table.name.push_back(table.names.number(field.value().get_string()));
        if (key == "params") read_parameters(field.value(), table);
        if (key == "stats") read_statistics(field.value().get_object(), table);
    }
}

void read_machine(ondemand::object object, Table& table) {
    for (auto field : object) {
        if (std::string_view(field.unescaped_key()) != "cpu") continue;
        for (auto part : field.value().get_object())
            if (std::string_view(part.unescaped_key()) == "brand_raw") table.cpus.number(part.value().get_string());
    }
}

void read_document(ondemand::document& document, std::uint32_t run, Table& table) {
    for (auto field : document.get_object()) {
        const std::string_view key = field.unescaped_key();
        if (key == "machine_info") read_machine(field.value().get_object(), table);
        if (key == "benchmarks")
            for (auto benchmark : field.value().get_array()) read_benchmark(benchmark.get_object(), run, table);
    }
}

struct Total {
    std::atomic<std::size_t> bytes{0}, rows{0};
};

void read_part(const std::vector<std::string>& files, std::size_t first, std::size_t last, Total& total) {
    std::vector<char> buffer(1 << 20);
    ondemand::parser parser;
    Table table;
    for (std::size_t i = first; i < last; ++i) {
        const std::size_t size = read_file(files[i], buffer);
        ondemand::document document = parser.iterate(buffer.data(), size, buffer.size());
        read_document(document, static_cast<std::uint32_t>(i), table);
        total.bytes += size;
    }
    total.rows += table.run.size();
}

}  // namespace

int main(int argc, char** argv) {
    const Arguments arguments{argc, argv};
    const auto threads = arguments.size(2, 1);
    const auto files = files_below(arguments.text(1));
    Total total;
    const double seconds = timed(arguments.number(3, 1), [&] {
        total.bytes = total.rows = 0;
        split(files.size(), threads,
              [&](std::size_t, std::size_t first, std::size_t last) { read_part(files, first, last, total); });
    });
    std::printf("parse_simdjson threads=%zu files=%zu rows=%zu bytes=%zu seconds=%.6f\n", threads, files.size(),
                total.rows.load(), total.bytes.load(), seconds);
}
