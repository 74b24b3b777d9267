// Files that say again what files before them said: whoever reads them one after the other must find in each what a
// reader finds that has seen no other.
#include <fmt/format.h>

#include "fixtures.hpp"
#include "support/catch.hpp"

using namespace benchfolio;
using namespace benchfolio::formats;

namespace {

std::string benchmark(std::string_view name, std::string_view stats, std::string_view parameters = "null") {
    return fmt::format(R"({{"group": "g", "name": "{0}", "fullname": "x.py::{0}", "params": {1}, "options": {{}},
        "stats": {{{2}}}}})",
                       name, parameters, stats);
}

std::string reported(double mean) {
    return fmt::format(R"("min": 1, "mean": {}, "iqr": 0.5, "rounds": 5, "outliers": "1;2")", mean);
}

std::string file(std::initializer_list<std::string> benchmarks) {
    std::string list;
    for (const std::string& each : benchmarks) list += (list.empty() ? "\n" : ",\n") + each;
    return fmt::format(R"({{"machine_info": {{}}, "commit_info": {{}}, "benchmarks": [{}
        ], "datetime": "2023-01-01T00:00:00"}})",
                       list);
}

// What is said of each row and each omission, in the order of the file.
std::vector<std::string> said(Reader& reader, const std::string& text) {
    const ParsedRun run = parsed(reader, text);
    std::vector<std::string> lines;
    for (const Row& row : run.rows) {
        std::string line =
            fmt::format("{} n {} min {} mean {} parameters {}", reader.catalog().benchmarks()[row.benchmark],
                        row.summary.n, row.summary.min, row.summary.mean, row.definition->parameters.size());
        for (std::size_t i = 0; i < row.samples; ++i) line += fmt::format(" {}", run.samples[row.first_sample + i]);
        lines.push_back(std::move(line));
    }
    for (const Omitted& each : run.omitted) lines.push_back(each.benchmark + ": " + each.reason);
    return lines;
}

// Reads the files one after the other; each must say what it says alone.
void check_each_as_alone(std::initializer_list<std::string> files) {
    Reader reader;
    std::size_t number = 0;
    for (const std::string& text : files) {
        INFO("file " << ++number);
        Reader alone;
        CHECK(said(reader, text) == said(alone, text));
    }
}

}  // namespace

TEST_CASE("repeated text: the numbers are those of the file at hand") {
    Reader reader;
    said(reader, file({benchmark("a", reported(2))}));
    CHECK(said(reader, file({benchmark("a", reported(3.25))})) ==
          std::vector<std::string>{"x.py::a n 5 min 1 mean 3.25 parameters 0"});
}

TEST_CASE("repeated text: benchmarks in another order, gone, new, and back") {
    const std::string a = benchmark("a", reported(1)), b = benchmark("b", reported(2)), c = benchmark("c", reported(3));
    check_each_as_alone({file({a, b, c}), file({c, a, b}), file({b, c}), file({a, b, c}), file({}), file({c, b, a})});
}

TEST_CASE("repeated text: one name twice in a file") {
    const std::string once = benchmark("a", R"("data": [1, 2])"), again = benchmark("a", R"("data": [3])");
    check_each_as_alone({file({once, again}), file({again, once}), file({once}), file({once, once, again})});
    const std::string summary = benchmark("a", reported(1)), other = benchmark("a", reported(2), R"({"n": 1})");
    check_each_as_alone({file({summary, other}), file({summary, summary}), file({other, summary})});
}

TEST_CASE("repeated text: a benchmark that says other things than before") {
    check_each_as_alone({file({benchmark("a", reported(1))}),                             //
                         file({benchmark("a", reported(1), R"({"n": 1})")}),              // parameters
                         file({benchmark("a", R"("min": 1, "mean": 2)")}),                // fewer statistics
                         file({benchmark("a", R"("mean": null)")}),                       // none
                         file({benchmark("a", R"("min": null, "mean": 2)")}),             // one is no number
                         file({benchmark("a", reported(1) + R"(, "data": [4, 5])")}),     // samples
                         file({benchmark("a", reported(1) + R"(, "data": [4, 5,6 ])")}),  // more of them
                         file({benchmark("a", reported(1) + R"(, "data": [])")}),         // none
                         file({benchmark("a", reported(1) + R"(, "data": [4, null])")}),  // one is no number
                         file({benchmark("a", R"("mean": 1e-5, "mean": 123456789012345678901234567890)")}),
                         file({benchmark("a", R"("mean": 7e-5, "mean": 123456789012345678901234567890)")})});
}

// The front of a list is read before the rest of its file is looked at: what stands around it must make no difference.
TEST_CASE("repeated text: wherever the list stands, and whatever is like it") {
    const std::string a = benchmark("a", reported(1)), b = benchmark("b", reported(2)), c = benchmark("c", reported(3));
    const auto with = [](std::string_view before, std::string_view list, std::string_view after) {
        return fmt::format(
            R"({{"machine_info": {{}}, {}"commit_info": {{}}, "benchmarks": {}, "datetime": "2023-01-01"{}}})", before,
            list, after);
    };
    const std::string both = fmt::format("[ {}\n,{} ]", a, b);
    check_each_as_alone({file({a, b}),                                                        //
                         with("", both, ""),                                                  //
                         with("", fmt::format("[{},{},{}]", a, b, c), ""),                    // a new one behind it
                         with("", fmt::format("[{},{},{}]", c, a, b), ""),                    // or before it
                         with(R"("x": {"benchmarks": [1]}, )", both, ""),                     // another list before it
                         with(fmt::format(R"("x": {{"benchmarks": [{}]}}, )", a), both, ""),  // with the same in it
                         with(R"("x": "\"benchmarks\": [", )", both, ""),                     // as text
                         with("", both, fmt::format(R"(, "benchmarks": [{}])", a)),           // twice
                         with("", "[]", ""), with("", both, R"(, "y": {"benchmarks": null})")});
}

TEST_CASE("repeated text: a file without a machine") {
    const std::string a = benchmark("a", reported(1));
    const std::string bare = fmt::format(R"({{"benchmarks": [{}], "datetime": "2023-01-01"}})", a);
    check_each_as_alone({file({a}), bare, bare});
}

TEST_CASE("repeated text: damage is told with its place, wherever the reader has been before") {
    const std::string a = benchmark("a", reported(1)), b = benchmark("b", reported(2));
    const std::string broken = GENERATE_COPY(
        file({a, benchmark("b", R"("min": 1, "mean": "fast", "iqr": 0.5, "rounds": 5, "outliers": "1;2")")}),
        file({a, benchmark("b", R"("min": 1, "mean": 2, "iqr": 0.5, "rounds": 5.5, "outliers": "1;2")")}),
        file({a, benchmark("b", R"("min": 1, "mean": 02, "iqr": 0.5, "rounds": 5, "outliers": "1;2")")}),
        file({a, b.substr(0, b.size() - 1)}), file({a, b + b}), file({a, b, ""}), file({a, "7"}), file({a, "{}"}),
        file({"", a, b}), file({a, "", b}), file({a, b}) + "x", file({a, b}) + "}", file({a, b}).substr(0, 400),
        file({a, b, "[1, 2"}), file({a, b + "]"}), file({a, "\xff" + b}), file({a + b, b}), file({a + ",", b}));
    Reader reader;
    said(reader, file({a, b}));
    std::string text = broken;
    const auto found = std::get<model::Rejection>(reader.read(text));
    const model::Rejection alone = rejected(broken);
    CHECK(found.reason == alone.reason);
    CHECK(found.where == alone.where);
}
