#include "model/nearest.hpp"

#include "support/catch.hpp"

using namespace benchfolio::model;

TEST_CASE("the edit distance counts insertions, deletions, replacements and swaps") {
    CHECK(edit_distance("", "") == 0);
    CHECK(edit_distance("abc", "") == 3);
    CHECK(edit_distance("", "abc") == 3);
    CHECK(edit_distance("kitten", "sitting") == 3);  // Levenshtein's textbook pair
    CHECK(edit_distance("flaw", "lawn") == 2);
    CHECK(edit_distance("josn", "json") == 1);
    CHECK(edit_distance("ca", "abc") == 3);  // where optimal string alignment and Damerau's distance (2) differ
}

TEST_CASE("the nearest word is near enough to have been meant") {
    const std::vector<std::string> known{"--archive", "--out", "--jobs"};
    CHECK(nearest("--arhcive", known) == "--archive");
    CHECK(nearest("--job", known) == "--jobs");
    CHECK_FALSE(nearest("--frobnicate", known));
    CHECK_FALSE(nearest("x", {"y"}));
    CHECK_FALSE(nearest("x", {}));
    CHECK(nearest("ab", {"abc", "abd"}) == "abc");
    CHECK(did_you_mean("--job", known) == "did you mean `--jobs`?");
    CHECK(did_you_mean("--frobnicate", known).empty());
}
