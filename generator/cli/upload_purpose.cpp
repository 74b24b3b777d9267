#include "cli/upload_purpose.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "ingest/partitions.hpp"
#include "model/error.hpp"
#include "model/nearest.hpp"
#include "model/run.hpp"

namespace benchfolio::cli {
namespace {

using model::Kind;

constexpr std::array kinds{Kind::nightly, Kind::tag, Kind::manual, Kind::branch, Kind::pull_request};
constexpr std::size_t longest_folder = 255;  // bytes of a name on most file systems

[[noreturn]] void fail(const std::string& what, const std::string& hint) {
    throw model::Error(model::ExitCode::usage, "usage", what, {}, hint);
}

Kind kind_of(const std::string& word) {
    if (const auto kind = model::kind_of(word)) return *kind;
    std::vector<std::string> known;
    for (const Kind kind : kinds) known.emplace_back(model::name_of(kind));
    const std::string guess = model::did_you_mean(word, known);
    fail(fmt::format("--kind must be one of {}, not `{}`", fmt::join(known, ", "), word), guess);
}

void refuse_without_kind(const UploadPurpose& purpose) {
    const std::pair<const char*, const std::string&> details[] = {
        {"--ref", purpose.ref}, {"--owner", purpose.owner}, {"--start", purpose.start}};
    for (const auto& [option, value] : details)
        if (!value.empty()) fail(fmt::format("{} says more of a kind, and none is given", option), "--kind branch");
}

bool is_number(const std::string& text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

void check_ref(Kind kind, const std::string& ref) {
    if (kind == Kind::nightly && !ref.empty())
        fail("a nightly result has no --ref: it is of the trends' own branch", "--kind branch --ref NAME");
    if (kind != Kind::nightly && ref.empty())
        fail(fmt::format("--ref is missing: which {} is it?", model::name_of(kind)),
             kind == Kind::pull_request ? "--ref NUMBER" : "--ref NAME");
    if (kind == Kind::pull_request && !is_number(ref))
        fail(fmt::format("--ref of a pull request must be its number, not `{}`", ref), "--ref 17");
}

void check_owner(Kind kind, const std::string& owner) {
    if (!owner.empty() && (kind == Kind::nightly || kind == Kind::tag))
        fail(fmt::format("a {} result is of the project itself and has no --owner", model::name_of(kind)),
             "--kind manual, for one of a fork");
}

void check_start(Kind kind, const std::string& start) {
    if (start.empty()) return;
    if (kind == Kind::nightly || kind == Kind::tag)
        fail(fmt::format("a {} result has no --start: no branch began there", model::name_of(kind)), "");
    const bool is_hex = start.find_first_not_of("0123456789abcdefABCDEF") == start.npos;
    if (!is_hex || start.size() < 7 || start.size() > 64)
        fail(fmt::format("--start must be a hexadecimal id of 7 to 64 digits, not `{}`", start),
             "git merge-base main HEAD");
}

std::string folder(const char* option, const char* name, const std::string& value) {
    if (value.empty()) return {};
    std::string folder = ingest::partition(name, value);
    if (folder.size() > longest_folder) fail(fmt::format("{} is too long for the name of a folder", option), "");
    return folder;
}

}  // namespace

std::string folders_of(const UploadPurpose& purpose) {
    if (purpose.kind.empty()) {
        refuse_without_kind(purpose);
        return {};
    }
    const Kind kind = kind_of(purpose.kind);
    check_ref(kind, purpose.ref);
    check_owner(kind, purpose.owner);
    check_start(kind, purpose.start);
    std::string folders = folder("--kind", "kind", purpose.kind) + folder("--owner", "owner", purpose.owner) +
                          folder("--ref", "ref", purpose.ref) + folder("--start", "start", purpose.start);
    folders.pop_back();  // the last slash
    return folders;
}

}  // namespace benchfolio::cli
