#include "ingest/testbeds.hpp"

#include "model/slug.hpp"
#include "support/catch.hpp"

using namespace benchfolio;
using namespace benchfolio::ingest;

namespace {

model::Run run_on(const std::optional<std::string>& brand, int day,
                  const std::string& format = "pytest-benchmark 4.0.0") {
    model::Run run;
    run.machine.cpu_brand = brand;
    run.machine.host = "host-" + std::to_string(day);
    run.machine.architecture = "x86_64";
    run.machine.system = "Linux";
    run.environment = {{"python", "CPython 3.12"}};
    run.format = format;
    run.time = model::Time{std::chrono::days{day}};
    return run;
}

model::History history_of(std::vector<model::Run> runs, const Options& options = {}) {
    model::History history;
    std::vector<std::vector<model::Dimension>> dimensions;
    for (const model::Run& run : runs) dimensions.push_back(dimensions_of(run, {}, options));
    history.runs = std::move(runs);
    assign_testbeds(history, dimensions, options);
    return history;
}

std::vector<std::string> labels_of(const model::History& history) {
    std::vector<std::string> labels;
    for (const model::Testbed& testbed : history.testbeds) labels.push_back(testbed.label);
    return labels;
}

using Labels = std::vector<std::string>;

constexpr const char* xeon = "Intel(R) Xeon(R) Platinum 8272CL CPU @ 2.60GHz";
constexpr const char* epyc = "AMD EPYC 7763 64-Core Processor";

}  // namespace

TEST_CASE("testbeds: one a CPU, by first appearance") {
    const auto history = history_of({run_on(xeon, 1), run_on(epyc, 2), run_on(xeon, 3)});
    CHECK(labels_of(history) == Labels{"Xeon 8272CL", "EPYC 7763"});
    CHECK(history.testbeds[0].runs == 2);
    CHECK(history.testbeds[0].first_seen == model::Time{std::chrono::days{1}});
    CHECK(history.testbeds[0].last_seen == model::Time{std::chrono::days{3}});
    CHECK(history.testbeds[0].brand == xeon);
    CHECK(history.testbeds[0].slug == model::slug(xeon));
    CHECK(history.testbeds[0].dimensions == std::vector<model::Dimension>{{"cpu", xeon}});
    CHECK(history.runs[1].testbed == 1);
    CHECK(history.runs[2].testbed == 0);
}

TEST_CASE("testbeds: two brands with one short label both keep the whole brand") {
    const auto history = history_of({run_on("Intel(R) Xeon(R) Gold 6230 CPU @ 2.10GHz", 1),
                                     run_on("Intel(R) Xeon(R) Platinum 6230 CPU @ 2.10GHz", 2), run_on(epyc, 3)});
    CHECK(labels_of(history) == Labels{"Intel(R) Xeon(R) Gold 6230 CPU @ 2.10GHz",
                                       "Intel(R) Xeon(R) Platinum 6230 CPU @ 2.10GHz", "EPYC 7763"});
}

TEST_CASE("testbeds: CPU not recorded is one a kind of machine, for pyperf one a host") {
    const auto history =
        history_of({run_on({}, 1), run_on({}, 2), run_on({}, 3, "pyperf 1.0"), run_on({}, 4, "pyperf 1.0")});
    CHECK(labels_of(history) ==
          Labels{"CPU not recorded (x86_64 Linux)", "CPU not recorded (host-3)", "CPU not recorded (host-4)"});
    CHECK_FALSE(history.testbeds[0].brand);
    CHECK_FALSE(history.testbeds[0].comparable());
    CHECK(history.testbeds[0].runs == 2);
    model::Run nothing;
    CHECK(labels_of(history_of({nothing})) == Labels{"CPU not recorded"});
}

TEST_CASE("testbeds: further dimensions are appended, the CPU is always one") {
    Options options;
    options.dimensions = {"os", "python", "nothing"};
    const auto history = history_of({run_on(xeon, 1)}, options);
    CHECK(labels_of(history) == Labels{"Xeon 8272CL, Linux, CPython 3.12"});
    REQUIRE(history.testbeds[0].dimensions.size() == 4);
    CHECK(history.testbeds[0].dimensions[0].name == "cpu");
    CHECK(history.testbeds[0].dimensions[3] == model::Dimension{"nothing", ""});
}

TEST_CASE("testbeds: a dimension from the path") {
    Options options;
    options.dimensions = {"cpu", "suite"};
    const model::Run run = run_on(xeon, 1);
    const std::vector<model::Dimension> wanted{{"cpu", xeon}, {"suite", "fast"}};
    CHECK(dimensions_of(run, {{"suite", "fast"}}, options) == wanted);
}

TEST_CASE("testbeds: what every run says of itself") {
    Options options;
    options.dimensions = {"os", "os_release", "architecture", "interpreter", "python", "compiler", "host"};
    model::Run run = run_on(xeon, 1);
    run.machine.release = "5.15";
    run.environment = {{"compiler", "GCC 12"}, {"python", "CPython 3.12.1"}};
    std::vector<std::string> values;
    for (const model::Dimension& one : dimensions_of(run, {}, options)) values.push_back(one.value);
    CHECK(values == Labels{xeon, "Linux", "5.15", "x86_64", "CPython", "CPython 3.12.1", "GCC 12", "host-1"});
    for (const model::Dimension& one : dimensions_of({}, {}, options))
        if (one.name != "cpu") CHECK(one.value.empty());
}

TEST_CASE("testbeds: what is said elsewhere comes before what the run says") {
    Options options;
    options.dimensions = {"os"};
    CHECK(dimensions_of(run_on(xeon, 1), {{"os", "WSL"}}, options)[1].value == "WSL");
    CHECK(dimensions_of(run_on(xeon, 1), {{"os", ""}}, options)[1].value.empty());
}

TEST_CASE("testbeds: two operating systems on one CPU are two, and neither is hidden by the other") {
    Options options;
    options.dimensions = {"cpu", "os"};
    model::Run mac = run_on(xeon, 2), nothing = run_on(xeon, 3);
    mac.machine.system = "Darwin";
    nothing.machine.system.reset();
    const auto history = history_of({run_on(xeon, 1), mac, nothing, run_on(xeon, 4)}, options);
    CHECK(labels_of(history) == Labels{"Xeon 8272CL, Linux", "Xeon 8272CL, Darwin", "Xeon 8272CL"});
    CHECK(history.runs[3].testbed == 0);
}

TEST_CASE("testbeds: those of one CPU have its colour, each a form of its own") {
    Options options;
    options.dimensions = {"cpu", "os"};
    model::Run mac = run_on(xeon, 3);
    mac.machine.system = "Darwin";
    const auto history = history_of({run_on(xeon, 1), run_on(epyc, 2), mac}, options);
    CHECK(history.testbeds[0].colour == 1);
    CHECK(history.testbeds[1].colour == 2);
    CHECK(history.testbeds[2].colour == 1);
    CHECK(history.testbeds[0].variant == 0);
    CHECK(history.testbeds[1].variant == 0);
    CHECK(history.testbeds[2].variant == 1);
}

TEST_CASE("testbeds: labels are as short as tells them apart") {
    Options options;
    options.dimensions = {"cpu", "compiler", "library"};
    const std::string clang = "Clang 15.0.7 (Fedora 15.0.7-2.fc37)", other = "Clang 15.0.7 (Fedora 15.0.7-1.fc37)";
    const auto labelled = [&](const std::string& compiler, const std::string& library) {
        return std::vector<model::Dimension>{{"cpu", xeon}, {"compiler", compiler}, {"library", library}};
    };
    model::History history;
    history.runs = {run_on(xeon, 1), run_on(xeon, 2), run_on(xeon, 3), run_on(xeon, 4)};
    assign_testbeds(history, {labelled(clang, ""), labelled("", "x"), labelled("x", ""), labelled("GCC", "")}, options);
    CHECK(labels_of(history) == Labels{"Xeon 8272CL, Clang 15.0.7 (Fedora 15.0.7…", "Xeon 8272CL, library x",
                                       "Xeon 8272CL, compiler x", "Xeon 8272CL, GCC"});
    history.testbeds.clear();
    assign_testbeds(history, {labelled(clang, ""), labelled(other, ""), labelled("x", ""), labelled("x", "")}, options);
    CHECK(labels_of(history) == Labels{"Xeon 8272CL, " + clang, "Xeon 8272CL, " + other, "Xeon 8272CL, x"});
}

TEST_CASE("testbeds: colours by first appearance, hidden ones and unrecorded CPUs not before others") {
    Options options;
    options.hidden_cpus = {"E5"};
    const auto history =
        history_of({run_on({}, 1), run_on("Xeon E5-2673", 2), run_on(xeon, 3), run_on(epyc, 4)}, options);
    CHECK(history.testbeds[1].hidden);
    CHECK_FALSE(history.testbeds[1].colour);
    CHECK(history.testbeds[2].colour == 1);
    CHECK(history.testbeds[3].colour == 2);
    CHECK(history.testbeds[0].colour == 3);
}

TEST_CASE("testbeds: configured colours stand, the rest take what is left") {
    Options options;
    options.cpu_colours = {{"EPYC", 1}};
    const auto history = history_of({run_on(xeon, 1), run_on(epyc, 2)}, options);
    CHECK(history.testbeds[0].colour == 2);
    CHECK(history.testbeds[1].colour == 1);
}

TEST_CASE("testbeds: from the seventh on there is no colour") {
    std::vector<model::Run> runs;
    for (int i = 1; i <= 8; ++i) runs.push_back(run_on("CPU model " + std::to_string(i), i));
    const auto history = history_of(runs);
    CHECK(history.testbeds[5].colour == 6);
    CHECK_FALSE(history.testbeds[6].colour);
    CHECK_FALSE(history.testbeds[7].colour);
}
