#include "publish/commit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace benchfolio::publish {
namespace {

using model::Error;
using model::ExitCode;
using system::Write;

// Where nobody has told git who commits. No such mail address can exist (RFC 2606).
constexpr const char* nobody = "benchfolio <benchfolio@benchfolio.invalid>";
constexpr const char* here = "refs/benchfolio/new";

bool is_person(const std::string& text) {
    const std::size_t open = text.find('<'), close = text.find('>');
    return open != text.npos && open > 1 && text[open - 1] == ' ' && close == text.size() - 1 && close > open &&
           text.find('<', open + 1) == text.npos && text.find('\n') == text.npos;
}

// The person of "Name <mail> 1700000000 +0000".
std::string person_in(const PrivateRepository& repository, const char* variable) {
    const system::Outcome outcome = repository.git().run({"var", variable});
    const std::string person = outcome.out.substr(0, outcome.out.find('>') + 1);
    return outcome.status == 0 && is_person(person) ? person : nobody;
}

std::string author_of(const PrivateRepository& repository, const BranchOptions& options) {
    if (!options.author) return person_in(repository, "GIT_AUTHOR_IDENT");
    if (is_person(*options.author)) return *options.author;
    throw Error(ExitCode::usage, "usage",
                fmt::format("the author is not of the form NAME <MAIL>: `{}`", *options.author), {},
                "--author 'Ada Lovelace <ada@example.org>'");
}

std::string message_of(const SiteIndex& index) {
    const std::string title = index.title.empty() ? "Benchmarks" : index.title;
    return index.newest_run.empty() ? title : fmt::format("{}: newest run {}", title, index.newest_run);
}

long long seconds_of(std::optional<model::Time> date) {
    const auto time = date.value_or(std::chrono::floor<model::Time::duration>(std::chrono::system_clock::now()));
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

// As fast-import reads it: within quotes, everything but three characters stands for itself.
std::string in_quotes(std::string_view path) {
    std::string text = "\"";
    for (const char c : path) {
        if (c == '"' || c == '\\') text += '\\';
        text += c == '\n' ? std::string{"\\n"} : std::string(1, c);
    }
    return text + "\"";
}

void write_data(const Write& write, std::string_view bytes) {
    write(fmt::format("data {}\n", bytes.size()));
    write(bytes);
    write("\n");
}

void write_head(const Write& write, const Plan& plan, const Label& label) {
    write(fmt::format("commit {}\nauthor {} {} +0000\ncommitter {} {} +0000\n", here, label.author, label.seconds,
                      label.committer, label.seconds));
    write_data(write, label.message + (label.message.ends_with('\n') ? "" : "\n"));
    if (!plan.state.commit.empty()) write(fmt::format("M 040000 {} \"\"\n", plan.state.tree));
}

// Removed before anything is added, for a file may come where a folder was.
void write_removals(const Write& write, const Plan& plan) {
    if (!plan.state.manifest) return;
    for (const auto& [path, bytes] : *plan.state.manifest)
        if (!plan.site.files().contains(path) && plan.state.is_ours(on_branch(plan.folder, path), plan.folder))
            write(fmt::format("D {}\n", in_quotes(on_branch(plan.folder, path))));
}

void write_file(const Write& write, const std::string& path, std::string_view bytes) {
    write(fmt::format("M 100644 inline {}\n", in_quotes(path)));
    write_data(write, bytes);
}

bool is_on_branch(const Plan& plan, const std::string& path, const std::string& object) {
    const auto entry = plan.state.entries.find(path);
    return entry != plan.state.entries.end() && entry->second.regular && !entry->second.executable &&
           entry->second.object == object;
}

// The files of the site that the branch has not, or otherwise.
ObjectNames new_files(const Plan& plan) {
    ObjectNames files = plan.names;
    std::erase_if(
        files, [&](const auto& file) { return is_on_branch(plan, on_branch(plan.folder, file.first), file.second); });
    return files;
}

// Git reads the files itself; that it names them as we did shows that nobody has changed them since.
void store(const PrivateRepository& repository, const CompleteSite& site, const ObjectNames& files) {
    const std::string names =
        repository.answer({"hash-object", "-w", "--no-filters", "--stdin-paths"}, [&](const Write& write) {
            for (const auto& [path, object] : files) write(in_quotes(site.place_of(path)) + "\n");
        });
    std::string expected;
    for (const auto& [path, object] : files) expected += object + "\n";
    if (names != expected)
        throw Error(ExitCode::storage, "site", "a file changed while it was being published", site.folder(),
                    "publish again when nothing writes there");
}

void write_site(const Write& write, const Plan& plan, const ObjectNames& files) {
    for (const auto& [path, object] : files)
        write(fmt::format("M 100644 {} {}\n", object, in_quotes(on_branch(plan.folder, path))));
    Manifest names;
    for (const auto& [path, bytes] : plan.site.files()) names.emplace(path, std::nullopt);
    write_file(write, on_branch(plan.folder, manifest_name), manifest_text(names));
    if (plan.nojekyll) write_file(write, ".nojekyll", "");
}

std::string blob(const PrivateRepository& repository, const BranchEntries& entries, const std::string& path) {
    const auto entry = entries.find(path);
    if (entry == entries.end() || !entry->second.regular) return "";
    return repository.answer({"cat-file", "blob", entry->second.object});
}

std::string object_at(const PrivateRepository& repository, const std::string& name) {
    const std::string line = repository.answer({"rev-parse", name});
    return line.substr(0, line.find('\n'));
}

bool is_parentless(std::string_view commit) {
    return commit.substr(0, commit.find("\n\n")).find("\nparent ") == commit.npos;
}

}  // namespace

Label label_of(const PrivateRepository& repository, const BranchOptions& options, const SiteIndex& index) {
    return {.author = author_of(repository, options),
            .committer = person_in(repository, "GIT_COMMITTER_IDENT"),
            .message = options.message.empty() ? message_of(index) : options.message,
            .seconds = seconds_of(options.date)};
}

std::string write_commit(const PrivateRepository& repository, const Plan& plan, const Label& label) {
    const ObjectNames files = new_files(plan);
    store(repository, plan.site, files);
    repository.answer({"fast-import", "--quiet", "--force", "--done"}, [&](const Write& write) {
        write_head(write, plan, label);
        write_removals(write, plan);
        write_site(write, plan, files);
        write("done\n");
    });
    return object_at(repository, here);
}

std::string tree_of(const PrivateRepository& repository, const std::string& commit) {
    return object_at(repository, commit + "^{tree}");
}

BranchState state_of(const PrivateRepository& repository, const std::string& commit, const std::string& folder) {
    BranchState state{.commit = commit, .tree = {}, .entries = {}, .manifest = {}};
    if (commit.empty()) return state;
    state.tree = tree_of(repository, commit);
    state.parentless = is_parentless(repository.answer({"cat-file", "commit", commit}));
    state.entries = parse_entries(repository.answer({"ls-tree", "-r", "-z", "--full-tree", commit}));
    state.manifest = parse_manifest(blob(repository, state.entries, on_branch(folder, manifest_name)));
    state.root_is_ours = parse_manifest(blob(repository, state.entries, std::string{manifest_name})).has_value();
    return state;
}

SiteIndex index_of(const PrivateRepository& repository, const BranchState& state, const std::string& folder) {
    const std::string path = on_branch(folder, index_path);
    return parse_index(state.is_ours(path, folder) ? blob(repository, state.entries, path) : "");
}

}  // namespace benchfolio::publish
