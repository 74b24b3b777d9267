// Where the rows of an export go: one table after the other, each row once.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "exporter/schema.hpp"

namespace benchfolio::exporter {

// Nothing (null), a whole number or a truth value, a number, a text. Texts are UTF-8: bytes that are not are U+FFFD.
using Value = std::variant<std::monostate, std::int64_t, double, std::string_view>;

class Writer {
  public:
    Writer() = default;
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    virtual ~Writer() = default;

    virtual void begin(const Table& table) = 0;
    virtual void row(std::span<const Value> values) = 0;  // as many as the table has columns
    virtual void end() = 0;                               // of the table
    virtual void finish() = 0;                            // of all
};

// Takes the bytes of a file, piece by piece; called for each file in turn, at least once.
using FileSink = std::function<void(const std::string& name, std::string_view bytes)>;

// A file TABLE.csv a table, with a header: RFC 4180, but for lines that end in a line feed alone. Null is an empty
// cell, an empty text is "". Cells are what was recorded, also one that a spreadsheet would take for a formula.
std::unique_ptr<Writer> csv_writer(FileSink sink);

// A file TABLE.jsonl a table, an object a line.
std::unique_ptr<Writer> json_lines_writer(FileSink sink);

// One SQLite database with keys, foreign keys and indices, written in one transaction to a file that must not be there.
// Throws model::Error (storage) with what SQLite says.
std::unique_ptr<Writer> sqlite_writer(const std::string& file);

// Whether these are the first bytes of a database that the above wrote.
bool is_our_database(std::string_view first_hundred_bytes);

}  // namespace benchfolio::exporter
