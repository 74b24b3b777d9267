#include "publish/object_names.hpp"

#include "support/catch.hpp"

using benchfolio::publish::object_name;

// What `git hash-object --stdin` prints for these, in a repository of each kind.
TEST_CASE("the name that git gives to bytes") {
    CHECK(object_name("", 40) == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
    CHECK(object_name("hello\n", 40) == "ce013625030ba8dba906f756967f9e9ca394464a");
    CHECK(object_name("", 64) == "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813");
    CHECK(object_name("hello\n", 64) == "2cf8d83d9ee29543b34a87727421fdecb7e3f3a183d337639025de576db9ebb4");
    CHECK(object_name(std::string(3, '\0'), 40) != object_name(std::string(4, '\0'), 40));
}
