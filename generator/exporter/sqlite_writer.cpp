#include <fmt/format.h>
#include <sqlite3.h>

#include <array>

#include "exporter/text.hpp"
#include "exporter/writer.hpp"
#include "model/error.hpp"

namespace benchfolio::exporter {
namespace {

using model::Error;
using model::ExitCode;

constexpr std::int32_t application_id = 0x62666F6C;  // "bfol", at byte 68 of the file
constexpr std::size_t id_place = 68;

struct Close {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Close>;

std::string_view declared(Type type) {
    switch (type) {
        case Type::text:
            return "TEXT";
        case Type::real:
            return "REAL";
        case Type::integer:
        case Type::boolean:
            break;
    }
    return "INTEGER";
}

const Table& table_named(std::string_view name) {
    for (const Table& table : schema())
        if (table.name == name) return table;
    throw std::logic_error{"a column of the export refers to no table"};
}

std::string create_table(const Table& table) {
    std::string text = fmt::format("CREATE TABLE \"{}\" (", table.name);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const Column& column = table.columns[i];
        text += fmt::format("{}\"{}\" {}", i == 0 ? "" : ", ", column.name, declared(column.type));
        if (i == 0 && table.keyed) text += " PRIMARY KEY";
        if (!column.nullable) text += " NOT NULL";
        if (!column.references.empty())
            text += fmt::format(" REFERENCES \"{}\" (\"{}\")", column.references,
                                table_named(column.references).columns.front().name);
    }
    return text + ")";
}

std::string insert_into(const Table& table) {
    std::string places;
    for (std::size_t i = 0; i < table.columns.size(); ++i) places += i == 0 ? "?" : ",?";
    return fmt::format("INSERT INTO \"{}\" VALUES ({})", table.name, places);
}

class Sqlite final : public Writer {
  public:
    explicit Sqlite(const std::string& file) : file_{file} {
        sqlite3* opened = nullptr;
        const int code = sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
        database_.reset(opened);
        check(code);
        // Nothing is lost with a file that is written anew: it gets its name when it is whole.
        for (const char* setting : {"PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA page_size = 4096"})
            run(setting);
        run(fmt::format("PRAGMA application_id = {}", application_id));
        run(fmt::format("PRAGMA user_version = {}", schema_version));
        run("PRAGMA foreign_keys = ON");
        run("BEGIN");
    }

    void begin(const Table& table) override {
        run(create_table(table));
        sqlite3_stmt* prepared = nullptr;
        check(sqlite3_prepare_v2(database_.get(), insert_into(table).c_str(), -1, &prepared, nullptr));
        insert_.reset(prepared);
    }

    void row(std::span<const Value> values) override {
        for (std::size_t i = 0; i < values.size(); ++i) check(bind(static_cast<int>(i) + 1, values[i]));
        if (const int code = sqlite3_step(insert_.get()); code != SQLITE_DONE) check(code);
        check(sqlite3_reset(insert_.get()));
    }

    void end() override { insert_.reset(); }

    // Indices of filled tables are made in one go.
    void finish() override {
        for (const Table& table : schema())
            for (std::size_t i = 0; i < table.indices.size(); ++i)
                run(fmt::format("CREATE INDEX \"{0}_{1}\" ON \"{0}\" ({2})", table.name, i + 1, table.indices[i]));
        run("COMMIT");
        check(sqlite3_close(database_.release()));
    }

  private:
    // The values outlive the step they are bound for.
    int bind(int place, const Value& value) {
        sqlite3_stmt* to = insert_.get();
        if (const auto* whole = std::get_if<std::int64_t>(&value)) return sqlite3_bind_int64(to, place, *whole);
        if (const auto* number = std::get_if<double>(&value)) return sqlite3_bind_double(to, place, *number);
        if (const auto* text = std::get_if<std::string_view>(&value)) {
            const std::string_view valid = valid_text(*text, room_);
            return sqlite3_bind_text(to, place, valid.data(), static_cast<int>(valid.size()), SQLITE_TRANSIENT);
        }
        return sqlite3_bind_null(to, place);
    }

    void run(const std::string& statement) {
        check(sqlite3_exec(database_.get(), statement.c_str(), nullptr, nullptr, nullptr));
    }

    void check(int code) const {
        if (code == SQLITE_OK) return;
        const char* what = database_ ? sqlite3_errmsg(database_.get()) : sqlite3_errstr(code);
        throw Error{ExitCode::storage, "storage", fmt::format("the database cannot be written: {}", what), file_};
    }

    std::string file_, room_;
    Database database_;
    Statement insert_;
};

}  // namespace

std::unique_ptr<Writer> sqlite_writer(const std::string& file) {
    return std::make_unique<Sqlite>(file);
}

bool is_our_database(std::string_view first_hundred_bytes) {
    constexpr std::string_view ours = "bfol";
    return first_hundred_bytes.starts_with("SQLite format 3") && first_hundred_bytes.size() >= id_place + ours.size() &&
           first_hundred_bytes.substr(id_place, ours.size()) == ours;
}

}  // namespace benchfolio::exporter
