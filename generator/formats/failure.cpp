#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/format.hpp"
#include "model/ascii.hpp"

namespace benchfolio::formats {
namespace {

constexpr std::string_view version_member = "benchfolio_failure";
constexpr std::int64_t known_version = 1;

void require_version(Value value) {
    const auto version = whole_number(value);
    if (version != known_version)
        throw Damage{
            fmt::format("not version {} of these records, the only one that this benchfolio reads", known_version)};
}

model::Time read_time(Value value) {
    const auto time = model::parse_time(text(value).value_or(""));
    if (!time) throw Damage{"not a date and time as ISO 8601 writes it"};
    return *time;
}

std::string read_outcome(Value value) {
    const std::string outcome{text(value).value_or("")};
    constexpr std::array known{"failure", "cancelled", "timed_out"};
    if (std::ranges::find(known, outcome) == known.end()) throw Damage{"not failure, cancelled or timed_out"};
    return outcome;
}

std::optional<std::string> read_text(Value value) {
    const auto written = text(value);
    return written && !written->empty() ? std::optional{std::string{*written}} : std::nullopt;
}

// It becomes a link, so nothing but the addresses of pages.
std::optional<std::string> read_url(Value value) {
    auto url = read_text(value);
    if (url && !url->starts_with("https://") && !url->starts_with("http://"))
        throw Damage{"not an address that begins with https:// or http://"};
    return url;
}

std::optional<std::string> read_commit(Value value) {
    auto commit = read_text(value);
    if (commit && (commit->size() < 4 || commit->size() > 64 || !std::ranges::all_of(*commit, model::is_hex_digit)))
        throw Damage{"not the hexadecimal id of a commit"};
    return commit;
}

struct Record {
    model::Failure failure;
    bool has_time = false;

    void read_member(std::string_view name, Value value) {
        if (name == version_member) return require_version(value);
        if (name == "time") return static_cast<void>((failure.time = read_time(value), has_time = true));
        if (name == "outcome") return static_cast<void>(failure.outcome = read_outcome(value));
        if (name == "workflow") return static_cast<void>(failure.workflow = read_text(value));
        if (name == "url") return static_cast<void>(failure.url = read_url(value));
        if (name == "commit") return static_cast<void>(failure.commit = read_commit(value));
        check(value);
    }
};

}  // namespace

bool is_failure(const Outline& outline) {
    return outline.has(version_member);
}

model::Failure read_failure(Object document) {
    Record record;
    for (Field field : document) {
        const std::string_view name = field.unescaped_key();
        within(name, [&] { record.read_member(name, field.value()); });
    }
    if (!record.has_time) throw Damage{"no `time`: a failed night without a time has no place in the history"};
    if (record.failure.outcome.empty()) throw Damage{"no `outcome`: how the night ended is not said"};
    return std::move(record.failure);
}

}  // namespace benchfolio::formats
