#include "analysis/absences.hpp"

#include <set>
#include <vector>

#include "support/catch.hpp"
#include "support/history_builder.hpp"

using namespace benchfolio;
using analysis::Absence;
using support::HistoryBuilder;

namespace {

void ran(HistoryBuilder& archive, std::uint32_t run, const std::vector<std::string>& benchmarks) {
    for (const std::string& name : benchmarks) archive.measured(name, run, support::only_median(1));
}

}  // namespace

TEST_CASE("a benchmark of the preceding run that is missing is absent, once") {
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 4);
    ran(archive, runs[0], {"a", "b", "c"});
    ran(archive, runs[1], {"a", "c"});
    ran(archive, runs[2], {"a", "c"});
    ran(archive, runs[3], {"a", "b", "c"});
    CHECK(analysis::absences(archive.build()) == std::vector<Absence>{{1, 1}});
}

TEST_CASE("the preceding run is one of the same testbed") {
    HistoryBuilder archive;
    const auto xeon = archive.testbed("Xeon"), epyc = archive.testbed("EPYC");
    ran(archive, archive.run(xeon, 0), {"a", "b", "c"});
    ran(archive, archive.run(epyc, 1), {"a", "b"});
    ran(archive, archive.run(xeon, 2), {"a", "b", "c"});
    ran(archive, archive.run(epyc, 3), {"a"});
    CHECK(analysis::absences(archive.build()) == std::vector<Absence>{{3, 1}});
}

TEST_CASE("runs with less than half in common are passed over") {
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 4);
    ran(archive, runs[0], {"a", "b", "c", "d"});
    ran(archive, runs[1], {"x", "y"});       // another suite
    ran(archive, runs[2], {"a"});            // one chosen benchmark
    ran(archive, runs[3], {"a", "b", "c"});  // compared with the first
    CHECK(analysis::absences(archive.build()) == std::vector<Absence>{{3, 3}});
}

TEST_CASE("what another version of the suite had is missed nowhere") {
    HistoryBuilder archive;
    const auto epyc = archive.testbed("EPYC 7763");
    ran(archive, archive.run(epyc, 0, "1"), {"a", "b", "c"});
    ran(archive, archive.run(epyc, 1, "2"), {"a", "b"});  // the new version has c no more
    ran(archive, archive.run(epyc, 2, "2"), {"a"});
    ran(archive, archive.run(epyc, 3, "1"), {"a", "b"});
    CHECK(analysis::absences(archive.build()) == std::vector<Absence>{{2, 1}, {3, 2}});
}

TEST_CASE("no runs and one run have no absences") {
    HistoryBuilder archive;
    CHECK(analysis::absences(archive.build()).empty());
    ran(archive, archive.run(archive.testbed("EPYC 7763"), 0), {"a"});
    CHECK(analysis::absences(archive.build()).empty());
}

TEST_CASE("more than 64 benchmarks are told apart") {
    HistoryBuilder archive;
    const auto runs = archive.nights(archive.testbed("EPYC 7763"), 2);
    for (int i = 100; i < 300; ++i) {
        ran(archive, runs[0], {"b" + std::to_string(i)});
        if (i != 230) ran(archive, runs[1], {"b" + std::to_string(i)});
    }
    CHECK(analysis::absences(archive.build()) == std::vector<Absence>{{1, 130}});
}
