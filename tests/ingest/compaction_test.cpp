#include "ingest/compaction.hpp"

#include <numeric>

#include "support/catch.hpp"

using namespace benchfolio::ingest;

using Chosen = std::vector<std::size_t>;

namespace {

constexpr std::uint64_t kib = 1024, mib = 1024 * kib;

std::vector<Stored> alike(std::size_t count, std::uint64_t bytes) {
    return std::vector<Stored>(count, {bytes, 10, 10});
}

}  // namespace

TEST_CASE("compaction: few files, or of many sizes, stay") {
    CHECK(to_be_joined({}).empty());
    CHECK(to_be_joined(alike(7, kib)).empty());
    std::vector<Stored> files = alike(7, kib);
    for (const Stored& file : alike(7, mib)) files.push_back(file);
    CHECK(to_be_joined(files).empty());
}

TEST_CASE("compaction: eight of one size are joined") {
    CHECK(to_be_joined(alike(8, kib)) == Chosen{0, 1, 2, 3, 4, 5, 6, 7});
}

TEST_CASE("compaction: what is mostly dead is written without it") {
    std::vector<Stored> files = alike(3, mib);
    files[1].alive = 5;
    CHECK(to_be_joined(files).empty());
    files[1].alive = 4;
    CHECK(to_be_joined(files) == Chosen{1});
    files[1].alive = 0;
    CHECK(to_be_joined(files) == Chosen{1});
}

TEST_CASE("compaction: large files are not joined, and no file becomes much larger") {
    CHECK(to_be_joined(alike(20, 30 * mib)).empty());
    CHECK(to_be_joined(alike(8, 10 * mib)).size() == 3);
}

TEST_CASE("compaction: ten years of nights are few files, written a few times each") {
    std::vector<Stored> files;
    std::uint64_t written = 0;
    std::size_t most = 0;
    constexpr std::uint64_t night = 40 * kib;
    for (int i = 0; i < 3650; ++i) {
        const Chosen chosen = to_be_joined(files);
        Stored joined;
        for (const std::size_t c : chosen) joined.bytes += files[c].bytes, joined.sources += files[c].sources;
        joined.alive = joined.sources;
        for (auto c = chosen.rbegin(); c != chosen.rend(); ++c) files[*c].bytes = 0;
        std::erase_if(files, [](const Stored& file) { return file.bytes == 0; });
        if (joined.bytes > 0) files.push_back(joined);
        files.push_back({night, 1, 1});
        written += joined.bytes + night;
        most = std::max(most, files.size());
    }
    CHECK(most < 32);
    CHECK(written < 5 * 3650 * night);
}
