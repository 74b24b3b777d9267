#include "analysis/differences.hpp"

#include "support/catch.hpp"
#include "support/history_builder.hpp"

namespace benchfolio::analysis {
namespace {

model::Run run_with(const char* commit, model::Environment environment) {
    model::Run run;
    run.commit = model::Commit{commit, std::nullopt, std::nullopt, false};
    run.environment = std::move(environment);
    return run;
}

model::Machine machine(std::optional<std::string> host, const char* release, std::int64_t cores, const char* stepping) {
    model::Machine machine;
    machine.host = std::move(host);
    machine.system = "Linux";
    machine.release = release;
    machine.cores = cores;
    machine.details = {{"stepping", stepping}};
    return machine;
}

// The last two of the runs, with nothing before them.
std::vector<Suspect> suspects_between(std::vector<model::Run> runs) {
    model::History history;
    history.testbeds.resize(1);
    history.runs = std::move(runs);
    const auto last = static_cast<std::uint32_t>(history.runs.size() - 1);
    return suspects(history, last - 1, last);
}

TEST_CASE("a fact that two runs recorded differently is a suspect") {
    const auto before = run_with("1111111aaaa", {{"numpy", "2.3.4"}, {"python", "CPython 3.12.1"}});
    const auto after = run_with("2222222bbbb", {{"numpy", "2.4.0"}, {"python", "CPython 3.12.1"}});
    CHECK(suspects_between({before, after}) == std::vector<Suspect>{{"numpy", "2.3.4", "2.4.0"}});
    CHECK(suspects_between({before, before}).empty());
}

TEST_CASE("suspects are suite, system, release, host, cores, format and the processor's details, by name") {
    model::Run before = run_with("1111111", {}), after = before;
    before.suite = "1.0";
    before.machine = machine(std::nullopt, "5.15", 2, "4");
    after.suite = "1.1";
    after.format = "pytest-benchmark 5.0.0";
    after.machine = machine("lab2", "6.1", 4, "7");
    CHECK(suspects_between({before, after}) == std::vector<Suspect>{{"cores", "2", "4"},
                                                                    {"format", "", "pytest-benchmark 5.0.0"},
                                                                    {"host", "", "lab2"},
                                                                    {"release", "5.15", "6.1"},
                                                                    {"stepping", "4", "7"},
                                                                    {"suite", "1.0", "1.1"}});
}

TEST_CASE("the measured project's own version is no suspect: it is the commit") {
    const auto before = run_with("1111111aaaa", {{"lattice", "2.2.0.dev0+1111111"}});
    const auto after = run_with("2222222bbbb", {{"lattice", "2.2.0.dev0+2222222"}});
    const auto released = run_with("2222222bbbb", {{"lattice", "2.2.0"}});
    CHECK(suspects_between({before, after}).empty());
    CHECK(suspects_between({before, released}).empty());
    CHECK(differences(before, after).facts.size() == 2);
}

TEST_CASE("what was not recorded is an empty value") {
    const auto before = run_with("1111111aaaa", {});
    const auto after = run_with("2222222bbbb", {{"numpy", "2.4.0"}});
    CHECK(suspects_between({before, after}) == std::vector<Suspect>{{"numpy", "", "2.4.0"}});
}

TEST_CASE("the clock of the moment is no suspect, and flags are told by those that differ") {
    model::Run before = run_with("1111111", {}), after = before;
    before.machine.details = {{"flags", "adx aes avx"}, {"hz_actual_friendly", "2.39 GHz"}};
    after.machine.details = {{"flags", "aes avx avx512f"}, {"hz_actual_friendly", "2.41 GHz"}};
    CHECK(suspects_between({before, after}) == std::vector<Suspect>{{"flags", "with adx", "with avx512f"}});
    after.machine.details[0].second = "adx aes avx avx512f";
    CHECK(suspects_between({before, after}) == std::vector<Suspect>{{"flags", "without avx512f", "with avx512f"}});
}

TEST_CASE("a fact that differs between every other run explains nothing; one that rarely does is a suspect") {
    std::vector<model::Run> runs;
    for (int night = 0; night < 12; ++night) {
        model::Run run = run_with("1111111", {});
        run.machine.host = "host-" + std::to_string(night);
        run.machine.release = night < 6 ? "5.15.0-1050" : "5.15.0-1051";
        runs.push_back(std::move(run));
    }
    runs.back().machine.release = "6.1.0-18";
    CHECK(suspects_between(runs) == std::vector<Suspect>{{"release", "5.15.0-1051", "6.1.0-18"}});
    for (std::size_t night = 0; night + 1 < runs.size(); ++night)
        runs[night].machine.release = "5.15." + std::to_string(night / 2);
    CHECK(suspects_between(runs).empty());
}

TEST_CASE("only the testbed's own runs and nothing later say how often a fact differs") {
    support::HistoryBuilder archive;
    const auto cpu = archive.testbed("EPYC 7763"), other = archive.testbed("Xeon 8272CL");
    const auto nights = archive.nights(cpu, 6);
    archive.nights(other, 6);
    const auto later = archive.nights(cpu, 6);
    model::History history = archive.build();
    for (std::uint32_t i = 0; i < history.runs.size(); ++i)
        history.runs[i].machine.host = history.runs[i].testbed == cpu && i <= nights[4] ? "a" : std::to_string(i);
    CHECK(suspects(history, nights[4], nights[5]) == std::vector<Suspect>{{"host", "a", "5"}});
    CHECK(suspects(history, later[4], later[5]).empty());
}

TEST_CASE("every change gets the suspects of its own two runs") {
    support::HistoryBuilder archive;
    archive.nights(archive.testbed("EPYC 7763"), 4);
    model::History history = archive.build();
    for (std::uint32_t i = 2; i < 4; ++i) history.runs[i].environment = {{"numpy", "2.4.0"}};
    std::vector<Change> changes(3);
    for (std::uint32_t i = 0; i < 3; ++i) changes[i].last_run_before = i, changes[i].first_run_after = i + 1;
    add_suspects(history, changes);
    CHECK(changes[0].suspects.empty());
    CHECK(changes[1].suspects == std::vector<Suspect>{{"numpy", "", "2.4.0"}});
    CHECK(changes[2].suspects.empty());
}

}  // namespace
}  // namespace benchfolio::analysis
