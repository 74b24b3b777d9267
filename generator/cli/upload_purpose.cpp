#include "cli/upload_purpose.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/option_values.hpp"
#include "ingest/partitions.hpp"
#include "model/ascii.hpp"
#include "model/run.hpp"

namespace benchfolio::cli {
namespace {

using model::Kind;

constexpr std::size_t longest_folder = 255;  // bytes of a name on most file systems

void refuse_without_kind(const UploadPurpose& purpose) {
    const std::pair<const char*, const std::string&> details[] = {
        {"--ref", purpose.ref}, {"--owner", purpose.owner}, {"--start", purpose.start}};
    for (const auto& [option, value] : details)
        if (!value.empty())
            fail_usage(fmt::format("{} says more of a kind, and none is given", option), "--kind branch");
}

void check_ref(Kind kind, const std::string& ref) {
    if (kind == Kind::nightly && !ref.empty())
        fail_usage("a nightly result has no --ref: it is of the trends' own branch", "--kind branch --ref NAME");
    if (kind != Kind::nightly && ref.empty())
        fail_usage(fmt::format("--ref is missing: what is the {} result of?", model::name_of(kind)),
                   kind == Kind::pull_request ? "--ref NUMBER" : "--ref NAME");
    if (kind == Kind::pull_request && !model::is_number(ref))
        fail_usage(fmt::format("--ref of a pull request must be its number, not `{}`", ref), "--ref 17");
}

void check_owner(Kind kind, const std::string& owner) {
    if (!owner.empty() && (kind == Kind::nightly || kind == Kind::tag))
        fail_usage(fmt::format("a {} result is of the project itself and has no --owner", model::name_of(kind)),
                   "--kind manual, for one of a fork");
}

void check_start(Kind kind, const std::string& start) {
    if (start.empty()) return;
    if (kind == Kind::nightly || kind == Kind::tag)
        fail_usage(fmt::format("a {} result has no --start: no branch began there", model::name_of(kind)), "");
    const bool is_hex = start.find_first_not_of("0123456789abcdefABCDEF") == start.npos;
    if (!is_hex || start.size() < 7 || start.size() > 64)
        fail_usage(fmt::format("--start must be a hexadecimal id of 7 to 64 digits, not `{}`", start),
                   "git merge-base main HEAD");
}

std::string folder(const char* option, const char* name, const std::string& value) {
    if (value.empty()) return {};
    std::string folder = ingest::partition(name, value);
    if (folder.size() > longest_folder) fail_usage(fmt::format("{} is too long for the name of a folder", option), "");
    return folder;
}

}  // namespace

std::string folders_of(const UploadPurpose& purpose) {
    if (purpose.kind.empty()) {
        refuse_without_kind(purpose);
        return {};
    }
    const Kind kind = *kind_of(purpose.kind);
    check_ref(kind, purpose.ref);
    check_owner(kind, purpose.owner);
    check_start(kind, purpose.start);
    std::string folders = folder("--kind", "kind", purpose.kind) + folder("--owner", "owner", purpose.owner) +
                          folder("--ref", "ref", purpose.ref) + folder("--start", "start", purpose.start);
    folders.pop_back();  // the last slash
    return folders;
}

}  // namespace benchfolio::cli
