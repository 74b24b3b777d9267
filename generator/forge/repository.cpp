#include "forge/repository.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "model/ascii.hpp"
#include "model/error.hpp"
#include "model/percent.hpp"

namespace benchfolio::forge {
namespace {

constexpr auto comments_permission = "pull-requests: write", checks_permission = "checks: write";
constexpr auto actions_permission = "actions: write";
constexpr auto pulls_permission = "pull-requests: read";
// Marks our checks among those that other tools may give the same name.
constexpr auto our_check = "benchfolio";

// A member of an object that may be missing or null, as GitHub's are for deleted accounts and forks.
const Json& member(const Json& object, const char* name) {
    static const Json none = nullptr;
    if (!object.is_object()) return none;
    const auto found = object.find(name);
    return found == object.end() ? none : *found;
}

std::string text(const Json& value) {
    return value.is_string() ? value.get<std::string>() : std::string{};
}

std::uint64_t number(const Json& value) {
    return value.is_number_unsigned() ? value.get<std::uint64_t>() : 0;
}

PullRequest pull_of(const Json& item) {
    return {number(member(item, "number")), text(member(member(item, "head"), "sha")),
            text(member(item, "state")) == "open"};
}

// GitHub may give a text back with other line ends, and without those at its end.
std::string comparable(std::string_view text) {
    std::string plain;
    std::ranges::copy_if(text, std::back_inserter(plain), [](char c) { return c != '\r'; });
    plain.erase(plain.find_last_not_of(" \n\t") + 1);
    return plain;
}

// Whose comments are ours.
class Identity {
  public:
    explicit Identity(const Connection& connection) {
        if (const auto user = connection.get_if_allowed("/user")) login_ = text(member(*user, "login"));
    }

    bool wrote(const Json& comment) const {
        const Json& author = member(comment, "user");
        return login_.empty() ? text(member(author, "type")) == "Bot" : text(member(author, "login")) == login_;
    }

  private:
    std::string login_;  // empty: the token is an app's, and what it writes is a bot's
};

Json content_of(const Check& check) {
    return {{"name", check.name},
            {"external_id", our_check},
            {"status", "completed"},
            {"conclusion", check.conclusion},
            {"output", {{"title", check.title}, {"summary", check.summary}}}};
}

bool says(const Json& run, const Check& check) {
    const Json& output = member(run, "output");
    return text(member(run, "conclusion")) == check.conclusion && text(member(output, "title")) == check.title &&
           comparable(text(member(output, "summary"))) == comparable(check.summary);
}

}  // namespace

// What is there already.
struct Repository::Found {
    std::uint64_t id = 0;
    std::string url;
    bool same = false;  // it says what is to be said
};

Repository::Repository(const Connection& connection, std::string project, bool dry_run)
    : connection_(connection), project_(std::move(project)), dry_run_(dry_run) {}

std::string Repository::at(std::string_view path) const {
    const auto stays = [](char c) { return c == '/' || model::is_unreserved(c); };
    return fmt::format("/repos/{}{}", model::percent_encoded(project_, stays), path);
}

PullRequest Repository::pull(std::uint64_t number) const {
    return pull_of(connection_.get(at(fmt::format("/pulls/{}", number)), pulls_permission));
}

std::vector<PullRequest> Repository::pulls_of(const std::string& commit) const {
    std::vector<PullRequest> pulls;
    const auto keep = [&](const Json& item) {
        const PullRequest pull = pull_of(item);
        const std::string base = text(member(member(member(item, "base"), "repo"), "full_name"));
        if (pull.open && pull.head == commit && model::lower_case(base) == model::lower_case(project_))
            pulls.push_back(pull);
        return true;
    };
    connection_.each(at(fmt::format("/commits/{}/pulls?per_page=100", commit)), "", keep, pulls_permission);
    if (pulls.empty()) connection_.each(at("/pulls?state=open&per_page=100"), "", keep, pulls_permission);
    std::ranges::sort(pulls, {}, &PullRequest::number);
    return pulls;
}

std::optional<Repository::Found> Repository::find(const PullRequest& pull, const StandingComment& comment) const {
    const Identity identity{connection_};
    std::optional<Found> found;
    const auto look = [&](const Json& item) {
        const std::string body = text(member(item, "body"));
        if (!comment.is_same(body) || !identity.wrote(item)) return true;
        found = Found{number(member(item, "id")), text(member(item, "html_url")),
                      comparable(body) == comparable(comment.text)};
        return false;
    };
    connection_.each(at(fmt::format("/issues/{}/comments?per_page=100", pull.number)), "", look, comments_permission);
    return found;
}

Told Repository::put(const PullRequest& pull, const StandingComment& comment) const {
    auto found = find(pull, comment);
    if (!found && comment.only_if_there) return {Outcome::left_out, {}};
    if (found && found->same) return {Outcome::unchanged, found->url};
    const Outcome outcome = found ? Outcome::updated : Outcome::created;
    if (dry_run_) return {outcome, found ? found->url : ""};
    bool first = true;
    const Json answer = connection_.send([&] {
        if (!std::exchange(first, false) && !found) found = find(pull, comment);  // did it arrive after all?
        const Json content{{"body", comment.text}};
        if (found)
            return Call{"PATCH", at(fmt::format("/issues/comments/{}", found->id)), content, comments_permission};
        return Call{"POST", at(fmt::format("/issues/{}/comments", pull.number)), content, comments_permission};
    });
    return {outcome, text(member(answer, "html_url"))};
}

std::optional<Repository::Found> Repository::find(const std::string& commit, const Check& check) const {
    std::optional<Found> found;
    const auto look = [&](const Json& run) {
        if (text(member(run, "external_id")) != our_check || text(member(run, "name")) != check.name) return true;
        found = Found{number(member(run, "id")), text(member(run, "html_url")), says(run, check)};
        return false;
    };
    const std::string name = model::percent_encoded(check.name, model::is_unreserved);
    connection_.each(at(fmt::format("/commits/{}/check-runs?per_page=100&check_name={}", commit, name)), "check_runs",
                     look, checks_permission);
    return found;
}

Told Repository::put(const std::string& commit, const Check& check) const {
    auto found = find(commit, check);
    if (found && found->same) return {Outcome::unchanged, found->url};
    const Outcome outcome = found ? Outcome::updated : Outcome::created;
    if (dry_run_) return {outcome, found ? found->url : ""};
    bool first = true;
    const Json answer = connection_.send([&] {
        if (!std::exchange(first, false) && !found) found = find(commit, check);
        Json content = content_of(check);
        if (found) return Call{"PATCH", at(fmt::format("/check-runs/{}", found->id)), content, checks_permission};
        content["head_sha"] = commit;
        return Call{"POST", at("/check-runs"), content, checks_permission};
    });
    return {outcome, text(member(answer, "html_url"))};
}

std::string Repository::default_branch() const {
    return text(member(connection_.get(at("")), "default_branch"));
}

bool Repository::has_workflow(const std::string& file) const {
    return connection_.get_if_allowed(at("/actions/workflows/" + model::percent_encoded(file, model::is_unreserved)))
        .has_value();
}

void Repository::start(const Dispatch& dispatch) const {
    if (dry_run_) return;
    bool first = true;
    const std::string path = at(fmt::format("/actions/workflows/{}/dispatches",
                                            model::percent_encoded(dispatch.workflow, model::is_unreserved)));
    connection_.send([&] {
        if (!std::exchange(first, false))
            throw model::Error(model::ExitCode::storage, "github", "GitHub did not say whether it started the workflow",
                               "POST " + path, "look at the project's actions before asking again");
        return Call{"POST", path, {{"ref", dispatch.ref}, {"inputs", dispatch.inputs}}, actions_permission};
    });
}

}  // namespace benchfolio::forge
