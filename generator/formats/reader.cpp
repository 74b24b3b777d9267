#include "formats/reader.hpp"

#include <algorithm>

#include "formats/format.hpp"
#include "formats/pool.hpp"
#include "formats/syntax.hpp"

namespace benchfolio::formats {
namespace {

using model::Rejection;
using model::RejectionKind;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

Rejection rejection(RejectionKind kind, std::string reason, std::string where = {}) {
    return {.file = {}, .kind = kind, .reason = std::move(reason), .where = std::move(where), .bytes = 0};
}

Rejection broken(std::string reason, std::string where = {}) {
    return rejection(RejectionKind::broken, std::move(reason), std::move(where));
}

Rejection foreign(std::string reason) {
    return rejection(RejectionKind::foreign, std::move(reason));
}

Rejection broken(const Defect& defect, std::string_view json) {
    return broken(defect.reason, line_and_column(json, defect.offset));
}

// Nobody read the document to its end, so it may be no JSON either.
Rejection foreign_unless_broken(const Outline& outline, std::string_view json) {
    if (const auto defect = first_defect(json)) return broken(*defect, json);
    return foreign(why_foreign(outline, json));
}

// What is wrong with the JSON itself says more than what that makes of the content.
Rejection explained(const Damage& damage, std::string_view json) {
    if (const auto defect = first_defect(json)) return broken(*defect, json);
    return rejection(damage.kind(), damage.what(), damage.where());
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// Nothing may follow the document; the on-demand parser looks no further than it is asked to.
void require_end(simdjson::ondemand::document& document) {
    if (document.current_location().error() == simdjson::OUT_OF_BOUNDS) return;
    throw simdjson::simdjson_error{simdjson::TRAILING_CONTENT};
}

std::optional<std::string> wanted_text(simdjson::ondemand::document& document, const std::string& path) {
    document.rewind();
    return text_at(Object{document.get_object()}, path);
}

}  // namespace

struct Reader::Parser {
    explicit Parser(Wanted wanted)
        : places(std::move(wanted.places)), rules(std::move(wanted.measures)), asks_for_offers(wanted.offers) {}

    std::vector<std::string> places;
    MeasureRules rules;
    bool asks_for_offers;
    std::set<std::string, std::less<>> offers;
    std::string_view name;  // of the file that is being read
    Catalog catalog;
    simdjson::ondemand::parser documents, definitions;

    Outcome read(std::string& text);

  private:
    std::string shortened_;  // a text without its front

    Context context() { return {catalog, definitions, rules, name, asks_for_offers ? &offers : nullptr}; }
    Front front_of(std::string_view json);
    std::optional<Outcome> read_without_front(std::string_view json);
    Outcome read_once(std::string& text, std::size_t from, Front* front = nullptr);
    Outcome read_again(std::string& text, std::size_t from, simdjson::error_code error);
    Outcome read_as(const Format& format, simdjson::ondemand::document& document, Front* front);
    static Outcome read_as_failure(simdjson::ondemand::document& document);
};

Reader::Outcome Reader::Parser::read(std::string& text) {
    const std::size_t from = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    if (text.size() == from) return broken("the file is empty");
    if (is_blank(std::string_view{text}.substr(from))) return broken("the file holds nothing but white space");
    if (text.size() > largest_file) return broken("the file is larger than 2 GiB");
    if (auto outcome = read_without_front(std::string_view{text}.substr(from))) return std::move(*outcome);
    try {
        return read_once(text, from);
    } catch (const Damage& damage) {
        return explained(damage, std::string_view{text}.substr(from));
    } catch (const simdjson::simdjson_error& error) {
        return read_again(text, from, error.error());
    }
}

Front Reader::Parser::front_of(std::string_view json) {
    for (const Format& format : formats()) {
        if (!format.read_front) continue;
        if (Front front = format.read_front(json, context()); front.last > front.first) return front;
    }
    return {};
}

// The text says the same as the whole where that has a list of sound benchmarks in place of the list that lacks them.
// Nothing where it does not, or where something is wrong, which the whole text is to tell.
std::optional<Reader::Outcome> Reader::Parser::read_without_front(std::string_view json) {
    try {
        Front front = front_of(json);
        if (front.last == front.first) return std::nullopt;
        shortened_.assign(json.substr(0, front.first)).append(json.substr(front.last));
        shortened_.reserve(shortened_.size() + simdjson::SIMDJSON_PADDING);  // so that it stays where it is
        front.list = shortened_.data() + front.first - 1;
        Outcome outcome = read_once(shortened_, 0, &front);
        if (front.is_in_place) return outcome;
    } catch (const Damage&) {
    } catch (const simdjson::simdjson_error&) {
    }
    return std::nullopt;
}

Reader::Outcome Reader::Parser::read_once(std::string& text, std::size_t from, Front* front) {
    simdjson::ondemand::document document = start(documents, text, from);
    const std::string_view json = std::string_view{text}.substr(from);
    if (const JsonType type = document.type(); type != JsonType::object) return foreign_unless_broken(Outline{}, json);
    const Outline outline = outline_of(document.get_object());
    document.rewind();
    if (is_failure(outline)) return read_as_failure(document);
    const auto found =
        std::ranges::find_if(formats(), [&](const Format& format) { return format.recognises(outline); });
    if (found != formats().end()) return read_as(*found, document, front);
    return foreign_unless_broken(outline, json);
}

Reader::Outcome Reader::Parser::read_as(const Format& format, simdjson::ondemand::document& document, Front* front) {
    Context with_front = context();
    with_front.front = front;
    std::vector<ParsedRun> runs = format.read(document.get_object(), with_front);
    require_end(document);
    std::vector<std::optional<std::string>> texts;
    for (const std::string& place : places) texts.push_back(wanted_text(document, place));
    for (ParsedRun& run : runs) {
        pool_repeated(run);
        run.texts = texts;
    }
    return runs;
}

Reader::Outcome Reader::Parser::read_as_failure(simdjson::ondemand::document& document) {
    model::Failure failure = read_failure(document.get_object());
    require_end(document);
    return failure;
}

// After an error: says where the text is not JSON. Where it would be but for Python's bare NaN, reads it with null for
// each of them.
Reader::Outcome Reader::Parser::read_again(std::string& text, std::size_t from, simdjson::error_code error) {
    const std::string_view json = std::string_view{text}.substr(from);
    if (const auto defect = first_defect(json)) return broken(*defect, json);
    auto plain = without_bare_nan(json);
    if (!plain) return broken(simdjson::error_message(error));
    try {
        return read_once(*plain, 0);
    } catch (const Damage& damage) {
        return explained(damage, json);
    } catch (const simdjson::simdjson_error& again) {
        return broken(again.what());
    }
}

Reader::Reader(Wanted wanted) : parser_(std::make_unique<Parser>(std::move(wanted))) {}
Reader::~Reader() = default;

Reader::Outcome Reader::read(std::string& text, std::string_view name) {
    parser_->name = name;
    return parser_->read(text);
}

Catalog& Reader::catalog() {
    return parser_->catalog;
}

const std::set<std::string, std::less<>>& Reader::offers() const {
    return parser_->offers;
}

}  // namespace benchfolio::formats
