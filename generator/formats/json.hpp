// What the readers need of simdjson's on-demand interface: values with their types checked, and nothing skipped
// unread, since that interface does not look at what nobody asks for.
//
// Only .cpp files include this header, here and in ingest, which reads published data with it; it is slow to compile.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>

#include "model/benchmark.hpp"
#include "model/history.hpp"

namespace benchfolio::formats {

using Value = simdjson::ondemand::value;
using Object = simdjson::ondemand::object;
using Array = simdjson::ondemand::array;
using JsonType = simdjson::ondemand::json_type;
using Field = simdjson::simdjson_result<simdjson::ondemand::field>;

// A result file whose content is not what its format says. Thrown inside readers, a model::Rejection outside.
class Damage : public std::exception {
  public:
    explicit Damage(std::string reason, std::string where = {},
                    model::RejectionKind kind = model::RejectionKind::broken)
        : reason_(std::move(reason)), where_(std::move(where)), kind_(kind) {}
    const char* what() const noexcept override { return reason_.c_str(); }
    const std::string& where() const { return where_; }
    model::RejectionKind kind() const { return kind_; }

    // The place as seen from outside: `outer` before what it says by now, "benchmarks[3]" before "stats.mean".
    Damage& within(std::string_view outer);

  private:
    std::string reason_, where_;
    model::RejectionKind kind_;
};

// Runs `read`, and puts `outer` before the place of a Damage that it throws.
template <typename Read>
decltype(auto) within(std::string_view outer, Read&& read) {
    try {
        return read();
    } catch (Damage& damage) {
        damage.within(outer);
        throw;
    }
}

// Likewise for an element of a list, "benchmarks[3]".
template <typename Read>
decltype(auto) within(std::string_view list, std::size_t index, Read&& read) {
    try {
        return read();
    } catch (Damage& damage) {
        damage.within(std::string{list} + "[" + std::to_string(index) + "]");
        throw;
    }
}

simdjson::ondemand::json_type type_of(Value value);

// Starts a document: the text from byte `from` on. The text is given room behind its end, which the parser reads, and
// must stay where it is as long as the document is in use.
simdjson::ondemand::document start(simdjson::ondemand::parser& parser, std::string& text, std::size_t from = 0);

// Each takes null as nothing and throws Damage on a value of another type.
std::optional<double> number(Value value);
std::optional<std::string_view> text(Value value);  // valid until the parser starts the next document
std::optional<bool> truth(Value value);

Object object(Value value);
Array array(Value value);
bool is_null(Value value);

// Text of some substance, without space around it (see `known`); numbers as they are written.
std::optional<std::string> known_text(Value value);

// Text as it is, numbers and truth values as they are written; nothing for null, lists and objects.
std::optional<std::string> scalar_text(Value value);
// A number, also one in quotes, as early versions of tools wrote them.
std::optional<std::int64_t> whole_number(Value value);

// Reads a value to its end and throws simdjson_error where it is not sound.
void check(Value value);

// The bytes of a value, without space around it. Reads past it without looking inside.
std::string_view raw(Value value);

// Any value as a benchmark's parameter.
model::ParameterValue parameter(Value value);

// The text at a path of names, "package_versions.qutip"; a name may hold dots itself. Of a list its members, "a, b".
std::optional<std::string> text_at(Object root, std::string_view path);

}  // namespace benchfolio::formats
