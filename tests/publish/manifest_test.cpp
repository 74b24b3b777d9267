#include "publish/manifest.hpp"

#include "support/catch.hpp"

using namespace benchfolio::publish;

TEST_CASE("a manifest is a JSON document, a file a line") {
    CHECK(
        manifest_text({{"b/x.html", 12}, {"a", 0}}) ==
        "{\n\"files\": {\n\"a\": 0,\n\"b/x.html\": 12\n},\n\"generator\": \"benchfolio\",\n\"schema_version\": 1\n}\n");
    CHECK(manifest_text({}) == "{\n\"files\": {},\n\"generator\": \"benchfolio\",\n\"schema_version\": 1\n}\n");
}

TEST_CASE("a manifest is read as it was written, whatever the names") {
    const Manifest manifest{{"quote\"back\\slash", 1}, {"line\nend\ttab", 2}, {"grün.html", 3}, {"large", 1ULL << 60U}};
    CHECK(parse_manifest(manifest_text(manifest)) == manifest);
    CHECK(parse_manifest(manifest_text({})) == Manifest{});
}

TEST_CASE("on a branch, the sizes are not told") {
    const Manifest names{{"a", std::nullopt}, {"b/x.html", std::nullopt}};
    CHECK(manifest_text(names) ==
          "{\n\"files\": {\n\"a\": null,\n\"b/x.html\": null\n},\n\"generator\": \"benchfolio\",\n\"schema_version\": "
          "1\n}\n");
    CHECK(parse_manifest(manifest_text(names)) == names);
}
