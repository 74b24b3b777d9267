#include "exporter/writer.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "exporter/exporter.hpp"
#include "exporter/text.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"

using namespace benchfolio;
using exporter::Table;
using exporter::Type;
using exporter::Value;

namespace {

const Table table{"things",
                  "Things",
                  {{"thing", Type::integer, false, {}, ""},
                   {"name", Type::text, true, {}, ""},
                   {"size", Type::real, true, {}, ""},
                   {"big", Type::boolean, false, {}, ""}},
                  true,
                  {}};

using Files = std::map<std::string, std::string>;
using Make = std::unique_ptr<exporter::Writer> (*)(exporter::FileSink);

Files written(Make make, const std::vector<std::vector<Value>>& rows) {
    Files files;
    const auto writer = make([&](const std::string& name, std::string_view bytes) { files[name] += bytes; });
    writer->begin(table);
    for (const auto& row : rows) writer->row(row);
    writer->end();
    writer->finish();
    return files;
}

std::vector<Value> row(Value name, Value size) {
    return {std::int64_t{1}, name, size, std::int64_t{1}};
}

const std::string head = "thing,name,size,big\n";

std::string csv(Value name, Value size = {}) {
    return written(exporter::csv_writer, {row(name, size)}).at("things.csv").substr(head.size());
}

std::string json(Value name, Value size = {}) {
    return written(exporter::json_lines_writer, {row(name, size)}).at("things.jsonl");
}

}  // namespace

TEST_CASE("nothing is an empty cell, an empty text is two quotes") {
    CHECK(csv({}) == "1,,,1\n");
    CHECK(csv("") == "1,\"\",,1\n");
    CHECK(json({}) == "{\"thing\":1,\"name\":null,\"size\":null,\"big\":true}\n");
    CHECK(json("") == "{\"thing\":1,\"name\":\"\",\"size\":null,\"big\":true}\n");
}

TEST_CASE("separators, quotes, line ends and formulas come through as they are") {
    CHECK(csv("a,b") == "1,\"a,b\",,1\n");
    CHECK(csv("say \"x\"") == "1,\"say \"\"x\"\"\",,1\n");
    CHECK(csv("a\nb\rc") == "1,\"a\nb\rc\",,1\n");
    CHECK(csv("=1+1") == "1,=1+1,,1\n");
    CHECK(csv("été") == "1,été,,1\n");
    CHECK(json("a\"b\\c\nd") == "{\"thing\":1,\"name\":\"a\\\"b\\\\c\\u000ad\",\"size\":null,\"big\":true}\n");
}

TEST_CASE("numbers are the shortest text that reads the same") {
    CHECK(csv("x", 0.1) == "1,x,0.1,1\n");
    CHECK(csv("x", 1.234567e-9) == "1,x,1.234567e-09,1\n");
    CHECK(json("x", 5e22) == "{\"thing\":1,\"name\":\"x\",\"size\":5e+22,\"big\":true}\n");
}

TEST_CASE("a table without rows has its file") {
    CHECK(written(exporter::csv_writer, {}) == Files{{"things.csv", head}});
    CHECK(written(exporter::json_lines_writer, {}) == Files{{"things.jsonl", ""}});
}

TEST_CASE("many rows are handed on in pieces, none is lost") {
    std::size_t pieces = 0, bytes = 0;
    const auto writer = exporter::csv_writer([&](const std::string&, std::string_view text) {
        ++pieces;
        bytes += text.size();
    });
    const std::string name(1000, 'x');
    writer->begin(table);
    for (int i = 0; i < 1000; ++i) writer->row(row(std::string_view{name}, 1.0));
    writer->end();
    CHECK(pieces > 10);
    CHECK(bytes == head.size() + 1000 * (name.size() + 7));
}

TEST_CASE("what is no UTF-8 is shown as such, and the rest stays") {
    std::string room;
    CHECK(exporter::valid_text("straße €", room) == "straße €");
    CHECK(exporter::valid_text("a\xFFz", room) == "a\xEF\xBF\xBDz");
    CHECK(exporter::valid_text("\xC3", room) == "\xEF\xBF\xBD");
    CHECK(exporter::valid_text("\xC0\xAF", room) == "\xEF\xBF\xBD\xEF\xBF\xBD");                  // overlong
    CHECK(exporter::valid_text("\xED\xA0\x80", room) == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // a surrogate
    CHECK(exporter::valid_text("\xF0\x9F\x90\x8D", room) == "\xF0\x9F\x90\x8D");
    CHECK(exporter::valid_text("", room).empty());
}

TEST_CASE("a key comes before what refers to it, and every column is described once") {
    std::set<std::string_view> before;
    for (const Table& one : exporter::schema()) {
        std::set<std::string_view> columns;
        CAPTURE(one.name);
        for (const exporter::Column& column : one.columns) {
            CHECK(columns.insert(column.name).second);
            if (!column.references.empty()) CHECK(before.contains(column.references));
        }
        CHECK(before.insert(one.name).second);
        CHECK(exporter::schema_text().find("## " + std::string{one.name} + "\n") != std::string::npos);
    }
}

TEST_CASE("an archive without a run has every table") {
    Files files;
    const auto writer = exporter::csv_writer([&](const auto& name, std::string_view bytes) { files[name] += bytes; });
    const model::History history;
    const analysis::Report report;
    const analysis::Options options;
    exporter::write({history, report, options, "benchfolio"}, *writer, [] {});
    CHECK(files.size() == exporter::schema().size());
}

TEST_CASE("a factor is told with its commits, what is not known of it as nothing, and a refusal instead of one") {
    support::HistoryBuilder archive;
    archive.measured("a", archive.nights(archive.testbed("EPYC 7763"), 1), {1.0});
    const model::History history = archive.build();
    analysis::Options options;
    options.transitions.push_back({{"Old*", {}}, {"New*", {{"os", "Linux*"}}}, "broken", {}, {}, {}, {}, {}});
    analysis::Report report;
    report.estimate = {1.0};
    report.estimate_source = {analysis::EstimateSource::median};
    report.continuity.undefined = {""};
    report.continuity.configurations = {{0, {}, "Old", {0}, "f"}, {0, "2", "New", {0}, "t"}};
    report.continuity.links = {{0, 0, 1, {}}};
    analysis::Factor factor;
    factor.value = 1.5;
    factor.commits = {{"abc", 2, 3, 1, 4, 1}};
    report.continuity.factors = {{0, {0, 0, {}, true}, factor, "", {}},
                                 {0, {0, 0, 0U, true}, {}, "no shared commit", {{"def", true, false}}}};
    Files files;
    const auto writer = exporter::csv_writer([&](const auto& name, std::string_view bytes) { files[name] += bytes; });
    exporter::write({history, report, options, "benchfolio"}, *writer, [] {});
    const auto rows = [&](const std::string& name) { return files.at(name).substr(files.at(name).find('\n') + 1); };
    CHECK(rows("factors.csv") == "0,0,0,0,,1.5,,,0,,,,\n1,0,0,0,0,,,,,no shared commit,def,1,0\n");
    CHECK(rows("factor_commits.csv") == "0,abc,2,3,1,4,1\n");
    CHECK(rows("transition_patterns.csv") == "0,from,testbed,Old*\n0,to,testbed,New*\n0,to,os,Linux*\n");
    CHECK(rows("transition_links.csv") == "0,0,0,1,1970-01-01T00:00:00Z\n");
}

TEST_CASE("an upgrade is told of an archive without a run as well") {
    std::string text;
    const auto writer = exporter::csv_writer([&](const auto& name, std::string_view bytes) {
        if (name == "transitions.csv") text += bytes;
    });
    analysis::Options options;
    options.transitions.push_back({{"Old*", {}}, {"New*", {}}, "broken", {}, {}, {}, {}, {}});
    exporter::write({model::History{}, analysis::Report{}, options, "benchfolio"}, *writer, [] {});
    CHECK(text == "transition,reason,date,undefined\n0,broken,,\n");
}

TEST_CASE("only a database that an export wrote is one of ours") {
    CHECK_FALSE(exporter::is_our_database(""));
    CHECK_FALSE(exporter::is_our_database("SQLite format 3"));
    CHECK_FALSE(exporter::is_our_database(std::string{"SQLite format 3\0", 16} + std::string(84, '\0')));
    CHECK(exporter::is_our_database(std::string{"SQLite format 3\0", 16} + std::string(52, '\0') + "bfol"));
}
