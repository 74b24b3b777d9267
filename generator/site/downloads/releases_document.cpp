#include "site/downloads/releases_document.hpp"

#include "site/downloads.hpp"
#include "site/downloads/compared_mean.hpp"
#include "site/downloads/documents.hpp"
#include "site/downloads/members.hpp"

namespace benchfolio::site::downloads {
namespace {

// `[` what `write` appends for each `]`.
template <typename Things, typename Write>
std::string list(const Things& things, const char* between, Write write) {
    std::string text = "[";
    const char* separator = "";
    for (const auto& thing : things) {
        text += separator;
        write(text, thing);
        separator = between;
    }
    return text + "]";
}

template <typename Things, typename Write>
std::string objects(const Things& things, Write write) {
    return list(things, ",\n", [&](std::string& text, const auto& thing) {
        text += '{';
        Members to{text};
        write(to, thing);
        text += '}';
    });
}

std::string numbers(const std::vector<double>& values) {
    return list(values, ",", [](std::string& text, double value) { append_cell(text, value); });
}

class Document {
  public:
    explicit Document(const analysis::Releases& of) : of_{of} {}

    std::string text() const {
        std::string text = "{";
        Members all{text};
        all.json("schema_version", std::to_string(schema_version));
        all.json("releases", objects(of_.releases, [](Members& to, const analysis::Release& release) {
                     to.text("name", release.name);
                     to.json("commit", release.commit.empty() ? "null" : json_text(release.commit));
                 }));
        all.json("tables",
                 objects(of_.tables, [&](Members& to, const analysis::ReleaseTable& table) { add_table(to, table); }));
        return text + "}\n";
    }

  private:
    const std::string& name_of(const analysis::ReleaseTable& table, std::uint32_t result) const {
        return of_.releases[table.results[result].release].name;
    }

    void add_table(Members& to, const analysis::ReleaseTable& table) const {
        to.text("testbed", table.testbed).text("label", table.label);
        to.json("suite", table.suite ? json_text(*table.suite) : "null");
        to.json("releases", objects(table.results, [&](Members& out, const analysis::ReleaseResults& result) {
                    out.text("name", of_.releases[result.release].name);
                    out.json("runs", list(result.runs, ",",
                                          [](std::string& text, const std::string& id) { text += json_text(id); }));
                }));
        std::size_t row = 0;
        to.json("rows", objects(table.rows,
                                [&](Members& out, const analysis::ReleaseRow& of) { add_row(out, table, of, row++); }));
        to.json("pairs", objects(table.pairs,
                                 [&](Members& out, const analysis::ReleasePair& pair) { add_pair(out, table, pair); }));
    }

    void add_row(Members& to, const analysis::ReleaseTable& table, const analysis::ReleaseRow& row,
                 std::size_t index) const {
        const model::Measure& measure = of_.measures[row.measure];
        to.text("name", row.benchmark).text("measure", measure.name).text("unit", measure.unit);
        to.flag("lower_is_better", measure.direction == model::Direction::lower_is_better);
        to.number("noise", row.noise).number("noise_degrees", row.degrees);
        to.json("values", list(table.results, ",", [&](std::string& text, const analysis::ReleaseResults& result) {
                    text += numbers(result.values[index]);
                }));
    }

    void add_pair(Members& to, const analysis::ReleaseTable& table, const analysis::ReleasePair& pair) const {
        to.text("before", name_of(table, pair.before)).text("after", name_of(table, pair.after));
        to.count("missing", pair.missing).count("added", pair.added).count("no_value", pair.no_value);
        to.json("means", objects(pair.means, [&](Members& out, const analysis::ComparedAggregate& mean) {
                    add_mean(out, of_.measures, mean);
                }));
    }

    const analysis::Releases& of_;
};

}  // namespace

std::string releases_document(const analysis::Releases& releases) {
    return Document{releases}.text();
}

}  // namespace benchfolio::site::downloads
