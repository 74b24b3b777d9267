#include "publish/transfer.hpp"

#include "publish/branch_files.hpp"
#include "publish/complete_site.hpp"
#include "publish/remote.hpp"
#include "support/catch.hpp"

using namespace benchfolio::publish;
using namespace std::string_literals;

namespace {

Trouble rejected(const std::string& why) {
    return trouble_of("To /x\n!\t1:refs/heads/p\t" + why + "\nDone\n", "");
}

bool needed(const std::string& key) {
    return is_needed({key, "x"}, "origin");
}

}  // namespace

TEST_CASE("the trouble with a push, from its report") {
    for (const char* why : {"[rejected] (stale info)", "[rejected] (fetch first)",
                            "[remote rejected] (cannot lock ref 'refs/heads/p': is at 1 but expected 2)",
                            "[remote rejected] (failed to update ref)", "[remote rejected] (reference already exists)",
                            "[remote rejected] (incorrect old value provided)"})
        CHECK(rejected(why) == Trouble::race);
    CHECK(rejected("[remote rejected] (pre-receive hook declined)") == Trouble::declined);
    CHECK(rejected("[remote rejected] (protected branch hook declined)") == Trouble::declined);
}

TEST_CASE("the trouble with a remote, from what git complains about") {
    const auto complaint = [](const char* text) { return trouble_of("", text); };
    CHECK(complaint("remote: Permission to o/r.git denied to github-actions[bot].\nfatal: unable to access "
                    "'https://github.com/o/r/': The requested URL returned error: 403") == Trouble::permission);
    CHECK(complaint("remote: Write access to repository not granted.\n") == Trouble::permission);
    CHECK(complaint("remote: Invalid username or password.\nfatal: Authentication failed for 'https://x/'") ==
          Trouble::authentication);
    CHECK(complaint("git@github.com: Permission denied (publickey).\n") == Trouble::authentication);
    CHECK(complaint("fatal: could not read Username for 'https://x': terminal prompts disabled") ==
          Trouble::authentication);
    CHECK(complaint("remote: Repository not found.\nfatal: repository 'https://x/' not found") == Trouble::missing);
    CHECK(complaint("fatal: unable to access 'https://x/': Could not resolve host: x") == Trouble::network);
    CHECK(complaint("ssh: connect to host x port 22: Connection refused") == Trouble::network);
    CHECK(complaint("fatal: something else") == Trouble::other);
}

TEST_CASE("how much was written, from the last line of progress") {
    CHECK(bytes_written(
              "Writing objects:  50% (1/2)\rWriting objects: 100% (2/2), 220 bytes | 220.00 KiB/s, done.\n") == 220);
    CHECK(bytes_written("Writing objects: 100% (9/9), 12.50 KiB | 1.00 MiB/s, done.\nTotal 9 (delta 3)") == 12800);
    CHECK(bytes_written("Writing objects: 100% (9/9), 1.00 MiB\rWriting objects: 100% (9/9), 2.00 MiB | 9 KiB/s") ==
          2097152);
    CHECK(bytes_written("Writing objects: 100% (2/2)\n") == 0);
    CHECK(bytes_written("Everything up-to-date\n") == 0);
    CHECK(bytes_written("") == 0);
}

TEST_CASE("what a remote advertises") {
    const auto remote = parse_advertisement("ref: refs/heads/main\tHEAD\n" + std::string(40, '1') + "\tHEAD\n" +
                                                std::string(40, '2') + "\trefs/heads/gh-pages\n" +
                                                std::string(40, '3') + "\trefs/heads/x/refs/heads/gh-pages\n",
                                            "gh-pages");
    CHECK(remote.default_branch == "main");
    CHECK(remote.tip == std::string(40, '2'));
    CHECK(parse_advertisement(std::string(64, 'a') + "\tHEAD\n", "gh-pages").digits == 64);
    CHECK_FALSE(parse_advertisement("", "gh-pages").tip);
}

TEST_CASE("settings: values with line ends, keys without a value") {
    const auto settings = parse_settings("a.b\none\ntwo\0c.d\0e.f\n\0"s);
    REQUIRE(settings.size() == 3);
    CHECK(settings[0].value == "one\ntwo");
    CHECK(settings[1].value == "true");
    CHECK(settings[2].value.empty());
}

TEST_CASE("only what says how to reach the remote, and who commits, is carried over") {
    for (const char* key : {"http.https://github.com/.extraheader", "http.proxy", "credential.helper", "user.name",
                            "core.sshcommand", "url.https://x/.insteadof", "remote.origin.url", "remote.origin.proxy",
                            "safe.directory", "protocol.file.allow"})
        CHECK(needed(key));
    for (const char* key : {"remote.origin.mirror", "remote.origin.push", "remote.origin.fetch", "remote.other.url",
                            "core.hookspath", "core.worktree", "core.bare", "include.path", "push.followtags",
                            "commit.gpgsign", "init.templatedir", "alias.push", "remote.pushdefault"})
        CHECK_FALSE(needed(key));
}

TEST_CASE("what lies on a branch, and what of it is ours") {
    const std::string one(40, '1');
    BranchState state{
        .commit = one, .tree = one, .entries = {}, .manifest = Manifest{{"a.html", 1}, {"l", 1}, {"gone", 1}}};
    state.entries = parse_entries("100644 blob " + one + "\tdir/a.html\0"s + "120000 blob " + one + "\tdir/l\0"s +
                                  "160000 commit " + one + "\tsub\0"s + "100755 blob " + one + "\tdir/with\ttab\0"s +
                                  "100644 blob " + one + "\tdir/.benchfolio.json\0"s);
    CHECK(state.entries.size() == 5);
    CHECK(state.entries.contains("dir/with\ttab"));
    CHECK(state.is_ours("dir/a.html", "dir"));
    CHECK(state.is_ours("dir/.benchfolio.json", "dir"));
    for (const char* path : {"a.html", "dir/l", "dir/gone", "dir/with\ttab", "sub", "dir"})
        CHECK_FALSE(state.is_ours(path, "dir"));
    CHECK_FALSE(state.is_pages_branch());
    state.parentless = true;
    CHECK(state.is_pages_branch());
}

TEST_CASE("changes between two commits are sorted by path") {
    const auto changes = parse_changes("M\0b\0D\0c\0A\0a b\0T\0d\0"s);
    REQUIRE(changes.size() == 4);
    CHECK(changes[0].path == "a b");
    CHECK(changes[0].kind == ChangeKind::added);
    CHECK(changes[1].kind == ChangeKind::changed);
    CHECK(changes[2].kind == ChangeKind::removed);
    CHECK(changes[3].kind == ChangeKind::changed);
}

TEST_CASE("an index that is none names no benchmark") {
    for (const char* text :
         {"", "[]", "{", "{}", R"({"benchmarks":1})", R"({"benchmarks":[1,{"page":2},{"page":""}]})"})
        CHECK(parse_index(text).benchmarks.empty());
    const SiteIndex index = parse_index(R"({"title":"T","newest_run":null,"benchmarks":[{"page":"b/a.html"}]})");
    CHECK(index.title == "T");
    CHECK(index.newest_run.empty());
    CHECK(index.benchmarks == std::set<std::string>{"b/a.html"});
}
