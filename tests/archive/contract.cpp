#include "contract.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <thread>

#include "model/error.hpp"
#include "support/catch.hpp"

namespace benchfolio::archive {
namespace {

using Contents = std::map<std::string, std::string>;

// Keys that make trouble in URLs, XML, signatures and shells, and that every store can hold.
std::vector<std::string> awkward_keys() {
    return {"plain.json",        "folder/deep/er.json.gz",
            "a b.json",          " lead.json",
            "a+b.json",          "100%.json",
            "%41.json",          "%2B%2F.json",
            "ü/ñ/日.json",       "&amp;.json",
            "<'\">.json",        "a=b&c;d.json",
            "q?x=1#part.json",   "~*()!$,:@.json",
            "a\\b.json",         "..x.json",
            "x...json",          "tab\there.json",
            "folder.json/x.json"};
}

std::string text_of(const ObjectStore& store, const std::string& key) {
    Object object{.key = key, .bytes = 0, .version = {}};
    std::string bytes = "left over";
    INFO(key);
    CHECK(store.get(object, bytes));
    CHECK(object.bytes == bytes.size());
    return bytes;
}

void check_listed(const ObjectStore& store, const Contents& contents) {
    const std::vector<Object> listed = store.list();
    std::vector<std::string> keys, expected;
    for (const Object& object : listed) keys.push_back(object.key);
    for (const auto& [key, bytes] : contents) expected.push_back(key);
    CHECK(keys == expected);
    for (const Object& object : listed)
        if (contents.contains(object.key)) CHECK(object.bytes == contents.at(object.key).size());
}

void check_put(const ObjectStore& store, Contents& contents, const std::string& key, const std::string& bytes) {
    INFO(key);
    CHECK(store.put(key, bytes) == Put::created);
    CHECK(store.put(key, bytes) == Put::already_there);
    CHECK(text_of(store, key) == bytes);
    contents[key] = bytes;
}

void check_nothing_is_replaced(const ObjectStore& store) {
    for (const char* other : {"other", ""}) {
        try {
            store.put("plain.json", other);
            FAIL("replaced");
        } catch (const model::Error& error) {
            CHECK(error.exit_code() == model::ExitCode::storage);
            CHECK(error.place().find("plain.json") != std::string::npos);
        }
    }
    CHECK(text_of(store, "plain.json") == "plain.json: its text");
}

// Of many that store at once under one key, one does, and what it stored is there whole.
void check_one_of_many_wins(const TestedStore& tested, Contents& contents) {
    constexpr std::size_t threads = 6;
    std::array<Put, threads> outcome;  // each written by its own thread
    outcome.fill(Put::already_there);
    const auto bytes = [](std::size_t i) { return std::string(100'000, static_cast<char>('a' + i)); };
    std::vector<std::thread> running;
    for (std::size_t i = 0; i < threads; ++i)
        running.emplace_back([&, i] {
            try {
                outcome[i] = tested.open()->put("contested.json", bytes(i));
            } catch (const model::Error&) {
                outcome[i] = Put::already_there;
            }
        });
    for (std::thread& thread : running) thread.join();
    CHECK(std::ranges::count(outcome, Put::created) == 1);
    const auto winner = static_cast<std::size_t>(std::ranges::find(outcome, Put::created) - outcome.begin());
    CHECK(text_of(*tested.open(), "contested.json") == bytes(winner));
    contents["contested.json"] = bytes(winner);
}

void check_change_is_noticed(const TestedStore& tested, const ObjectStore& store, Contents& contents) {
    std::vector<Object> listed = store.list();
    const auto object = std::ranges::find(listed, "plain.json", &Object::key);
    const std::string old_version = object->version;
    tested.replace("plain.json", "new text, of another length");
    contents["plain.json"] = "new text, of another length";
    std::string bytes;
    CHECK(store.get(*object, bytes));
    CHECK(bytes == contents["plain.json"]);
    CHECK(object->bytes == bytes.size());
    CHECK((object->version.empty() || object->version != old_version));
}

void check_deletion_is_noticed(const TestedStore& tested, const ObjectStore& store, Contents& contents) {
    std::vector<Object> listed = store.list();
    tested.remove("a b.json");
    contents.erase("a b.json");
    std::string bytes;
    CHECK_FALSE(store.get(*std::ranges::find(listed, "a b.json", &Object::key), bytes));
}

}  // namespace

void check_contract(const TestedStore& tested) {
    const std::unique_ptr<ObjectStore> store = tested.open();
    Contents contents;
    check_listed(*store, contents);
    for (const std::string& key : awkward_keys()) check_put(*store, contents, key, key + ": its text");
    for (const std::string& key : tested.more_keys) check_put(*store, contents, key, key + ": its text");
    check_put(*store, contents, "empty.json", "");
    check_put(*store, contents, "zeros.json.gz", std::string(70'000, '\0'));
    check_put(*store, contents, "large.json", std::string(6'000'000, 'x'));
    tested.replace("no-result.txt", "text");
    check_listed(*store, contents);
    check_nothing_is_replaced(*store);
    check_one_of_many_wins(tested, contents);
    check_change_is_noticed(tested, *store, contents);
    check_deletion_is_noticed(tested, *store, contents);
    check_listed(*store, contents);
    check_listed(*tested.open(), contents);
    CHECK(tested.open()->identity() == store->identity());
}

}  // namespace benchfolio::archive
