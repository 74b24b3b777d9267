#include "exporter/text.hpp"
#include "exporter/writer.hpp"

namespace benchfolio::exporter {
namespace {

constexpr std::size_t piece = 64 * 1024;  // bytes, so that a file is not written line by line

// What both formats have in common: a file a table, lines that are handed on in pieces.
class TextWriter : public Writer {
  public:
    TextWriter(FileSink sink, std::string_view ending) : sink_{std::move(sink)}, ending_{ending} {}

    void begin(const Table& table) override {
        table_ = &table;
        text_.clear();
        write_head();
    }
    void row(std::span<const Value> values) override {
        write_row(values);
        if (text_.size() >= piece) hand_on();
    }
    void end() override { hand_on(); }
    void finish() override {}

  protected:
    virtual void write_head() = 0;
    virtual void write_row(std::span<const Value> values) = 0;

    std::string_view valid(std::string_view text) { return valid_text(text, room_); }

    const Table* table_ = nullptr;
    std::string text_;

  private:
    void hand_on() {
        sink_(std::string{table_->name}.append(ending_), text_);
        text_.clear();
    }

    FileSink sink_;
    std::string_view ending_;
    std::string room_;
};

class Csv final : public TextWriter {
  public:
    explicit Csv(FileSink sink) : TextWriter{std::move(sink), ".csv"} {}

  private:
    void write_head() override {
        for (const Column& column : table_->columns) append_cell(column.name);
        end_line();
    }

    void write_row(std::span<const Value> values) override {
        for (const Value& value : values) {
            if (const auto* text = std::get_if<std::string_view>(&value)) {
                append_cell(valid(*text));
                continue;
            }
            if (const auto* whole = std::get_if<std::int64_t>(&value)) text_ += std::to_string(*whole);
            if (const auto* number = std::get_if<double>(&value)) append_number(text_, *number);
            text_ += ',';
        }
        end_line();
    }

    void append_cell(std::string_view cell) {
        const bool quoted = cell.empty() || cell.find_first_of(",\"\r\n") != std::string_view::npos;
        if (quoted) text_ += '"';
        for (const char c : cell) {
            if (c == '"') text_ += '"';
            text_ += c;
        }
        text_ += quoted ? "\"," : ",";
    }

    void end_line() { text_.back() = '\n'; }
};

class JsonLines final : public TextWriter {
  public:
    explicit JsonLines(FileSink sink) : TextWriter{std::move(sink), ".jsonl"} {}

  private:
    void write_head() override {}

    void write_row(std::span<const Value> values) override {
        for (std::size_t i = 0; i < values.size(); ++i) {
            text_ += i == 0 ? "{\"" : ",\"";
            text_.append(table_->columns[i].name).append("\":");
            append(values[i], table_->columns[i].type);
        }
        text_ += "}\n";
    }

    void append(const Value& value, Type type) {
        if (std::holds_alternative<std::monostate>(value)) text_ += "null";
        if (const auto* text = std::get_if<std::string_view>(&value)) append_text(valid(*text));
        if (const auto* number = std::get_if<double>(&value)) append_number(text_, *number);
        if (const auto* whole = std::get_if<std::int64_t>(&value))
            text_ += type != Type::boolean ? std::to_string(*whole) : *whole != 0 ? "true" : "false";
    }

    void append_text(std::string_view text) {
        constexpr std::string_view digits = "0123456789abcdef";
        text_ += '"';
        for (const char c : text) {
            const auto code = static_cast<unsigned char>(c);
            if (c == '"' || c == '\\') {
                (text_ += '\\') += c;
            } else if (code < 0x20) {
                text_.append("\\u00") += digits[code >> 4U];
                text_ += digits[code & 15U];
            } else {
                text_ += c;
            }
        }
        text_ += '"';
    }
};

}  // namespace

std::unique_ptr<Writer> csv_writer(FileSink sink) {
    return std::make_unique<Csv>(std::move(sink));
}

std::unique_ptr<Writer> json_lines_writer(FileSink sink) {
    return std::make_unique<JsonLines>(std::move(sink));
}

}  // namespace benchfolio::exporter
