#include <map>
#include <mutex>
#include <regex>
#include <set>

#include "analysis/analysis.hpp"
#include "model/error.hpp"
#include "site/embedded.hpp"
#include "site/routes.hpp"
#include "site/site.hpp"
#include "support/catch.hpp"
#include "support/golden.hpp"
#include "support/history_builder.hpp"
#include "support/page_scan.hpp"
#include "support/temporary_folder.hpp"

using namespace benchfolio;

namespace {

using Files = std::map<std::string, std::string>;

Files render(const model::History& history, site::Options options = {}, analysis::Options analysis_options = {}) {
    const analysis::Report report = analysis::analyse(history, analysis_options);
    Files files;
    std::mutex mutex;
    site::render({history, report, analysis_options, options},
                 [&](const std::string& path, std::string bytes) {
                     const std::lock_guard lock{mutex};
                     CHECK(files.emplace(path, std::move(bytes)).second);
                 },
                 {});
    return files;
}

model::Summary summary(double base) {
    model::Summary made;
    made.n = 5;
    made.mean = base;
    made.stddev = base / 100;
    made.min = base * 0.99;
    made.q1 = made.whisker_low = base * 0.995;
    made.median = base;
    made.q3 = made.whisker_high = base * 1.005;
    made.max = base * 1.02;
    return made;
}

// A level with a little noise that is the same everywhere.
std::vector<double> level(double base, std::size_t count) {
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i) values.push_back(base * (1 + 0.002 * static_cast<double>(i * 7 % 5)));
    return values;
}

// Two shown CPUs and a hidden one; a benchmark that gets slower, one at three sizes, one with memory, one that is gone;
// an absence, a rejection, a duplicate, an omission, an alias.
model::History small_history() {
    support::HistoryBuilder archive;
    const auto a = archive.testbed("EPYC 7763"), b = archive.testbed("Xeon 8272CL"),
               c = archive.testbed("Xeon E5-2673 v4");
    const support::Runs early = archive.nights(a, 3);
    archive.skip_nights(120);
    const support::Runs first = archive.nights(a, 20), second = archive.nights(b, 2), hidden = archive.nights(c, 1);
    archive.measured("bench.py::gone", early, level(1e-3, 3));
    std::vector<double> stepped = level(2e-3, 12);
    for (const double value : level(2.4e-3, 8)) stepped.push_back(value);
    archive.measured("bench.py::step", first, stepped);
    archive.measured("bench.py::step", second, level(3e-3, 2));
    archive.measured("bench.py::step", hidden, level(5e-3, 1));
    for (const std::int64_t size : {16, 64, 256}) {
        const std::string name = "bench.py::grow[" + std::to_string(size) + "]";
        archive.parameters(name, {{"size", size}, {"kind", "dense"}});
        for (std::size_t i = 0; i < first.size(); ++i) {
            if (size == 64 && i == 10) continue;  // absent once
            archive.measured(name, first[i], summary(1e-6 * static_cast<double>(size)));
        }
    }
    archive.measured("bench.py::memory", first, level(1e-4, 20));
    archive.measured("bench.py::memory", first, level(5e7, 20), "max_rss");
    model::History history = archive.build();
    history.testbeds[0].colour = 1;
    history.testbeds[1].colour = 2;
    history.testbeds[2].hidden = true;
    history.benchmarks.back().earlier_names = {"old.py::step"};
    history.rejections = {
        {"broken.json", model::RejectionKind::broken, "the JSON ends in a string", "line 3, column 1", 77}};
    history.duplicates = {{"copy.json", history.runs.front().file}};
    history.omissions = {{history.runs.size() > 20 ? 20U : 0U, "bench.py::nan", "stats.median is no number"}};
    return history;
}

model::Failure failure_at(model::Time time) {
    model::Failure failure;
    failure.time = time;
    failure.file = "failed.json";
    failure.outcome = "failure";
    failure.url = "https://ci.example/runs/17";
    failure.commit = "4b548d57ec9244d894cda41b82c35c8b65d2a761";
    return failure;
}

// `small_history` whose newest night failed, after one that was cancelled between two runs and one that has no log.
model::History failed_history() {
    model::History history = small_history();
    const model::Time newest = history.runs.back().time;
    history.failures = {failure_at(newest - std::chrono::days{400}), failure_at(newest - std::chrono::hours{30}),
                        failure_at(newest + std::chrono::days{1}), failure_at(newest + std::chrono::days{2})};
    history.failures[1].outcome = "cancelled";
    history.failures[1].url = history.failures[1].commit = std::nullopt;
    history.failures[2].workflow = "benchmarks";
    return history;
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t times = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++times;
    return times;
}

bool is_page(const std::string& path) {
    return path.ends_with(".html");
}

std::string resolved(const std::string& from, const std::string& link) {
    std::string folder = from.substr(0, from.rfind('/') == from.npos ? 0 : from.rfind('/') + 1);
    std::string_view rest = link;
    while (rest.starts_with("../")) {
        rest.remove_prefix(3);
        folder.pop_back();
        folder.resize(folder.rfind('/') == folder.npos ? 0 : folder.rfind('/') + 1);
    }
    return folder.append(rest);
}

bool leads_outside(const std::string& link) {
    const bool refused = link == "#";  // what becomes of an address that would run a script
    return refused || link.starts_with("https://") || link.starts_with("http://") || link.starts_with("data:");
}

// Checks every page; returns the files that are reached from the home page.
std::set<std::string> check_pages(const Files& files) {
    std::map<std::string, support::PageScan> scans;
    for (const auto& [path, text] : files) {
        if (is_page(path)) scans[path] = support::PageScanner{text}.scan();
    }
    std::map<std::string, std::set<std::string>> leads_to;
    for (const auto& [path, scan] : scans) {
        INFO(path);
        CHECK(std::count(scan.headings.begin(), scan.headings.end(), 1) == 1);
        for (std::size_t i = 1; i < scan.headings.size(); ++i) CHECK(scan.headings[i] <= scan.headings[i - 1] + 1);
        CHECK(std::set(scan.ids.begin(), scan.ids.end()).size() == scan.ids.size());
        CHECK(scan.unnested == std::vector<std::string>{});
        for (const std::string& link : scan.links) {
            INFO(link);
            if (leads_outside(link)) continue;
            const std::size_t hash = std::min(link.find('#'), link.size());
            const std::string target = hash == 0 ? path : resolved(path, link.substr(0, hash));
            CHECK(files.contains(target));
            leads_to[path].insert(target);
            if (hash == link.size()) continue;
            const std::vector<std::string>& ids = scans.at(target).ids;
            CHECK(std::find(ids.begin(), ids.end(), link.substr(hash + 1)) != ids.end());
        }
    }
    std::set<std::string> reached{"index.html", "404.html"};
    std::vector<std::string> next{"index.html"};
    while (!next.empty()) {
        const std::string path = std::move(next.back());
        next.pop_back();
        for (const std::string& target : leads_to[path]) {
            if (reached.insert(target).second) next.push_back(target);
        }
    }
    return reached;
}

model::Error error_with_template(const std::string& name, const std::string& text) {
    const support::TemporaryFolder folder;
    support::write_file(folder.path() / name, text);
    site::Options options;
    options.templates_directory = folder.path().string();
    try {
        render(small_history(), options);
    } catch (const model::Error& error) {
        return error;
    }
    FAIL("no error");
    throw;
}

}  // namespace

TEST_CASE("every link and anchor of a site leads somewhere, and every file is reached") {
    site::Options options;
    options.repository_url = "https://example.org/project";
    const Files files = render(small_history(), options);
    const std::set<std::string> reached = check_pages(files);
    for (const auto& [path, text] : files) {
        INFO(path);
        CHECK((reached.contains(path) || path.starts_with("data/")));
    }
}

TEST_CASE("pages are as they were reviewed") {
    site::Options options;
    options.title = "Example";
    options.repository_url = "https://example.org/project";
    options.notice = "Synthetic data.";
    const model::History history = small_history();
    Files files = render(history, options);
    support::check_golden("page-home.html", files.at("index.html"));
    support::check_golden("page-benchmark.html", files.at(site::routes::benchmark(history.benchmarks.back())));
    support::check_golden("page-run.html", files.at(site::routes::run(history.runs.back())));
    support::check_golden("page-cpu.html", files.at(site::routes::testbed(history.testbeds.front())));
    support::check_golden("page-rejected.html", files.at("rejected/index.html"));
    support::check_golden("page-changes.html", files.at("changes/index.html"));
}

TEST_CASE("the same history gives the same bytes, whatever the number of threads") {
    site::Options four;
    four.jobs = 4;
    const model::History history = small_history();
    CHECK((render(history) == render(history, four)));
}

TEST_CASE("failed nights stand among the runs, and the home page says that the newest nights failed") {
    const model::History history = failed_history();
    site::Options options;
    options.title = "Example";
    options.repository_url = "https://example.org/project";
    options.now = history.failures.back().time + std::chrono::hours{5};
    analysis::Options analysis_options;
    const auto day = std::chrono::floor<std::chrono::days>(history.runs.back().time);
    analysis_options.pauses = {{day - std::chrono::days{3}, day - std::chrono::days{2}, "a new room"},
                               {day + std::chrono::days{30}, day + std::chrono::days{40}, "not yet"}};
    const Files files = render(history, options, analysis_options);
    check_pages(files);
    support::check_golden("page-runs.html", files.at("run/index.html"));
    const std::string& home = files.at("index.html");
    CHECK(contains(home, "The last 2 nights gave no results, the newest on 27 May 2024."));
    CHECK(contains(home, "<a href=\"https://ci.example/runs/17\">Its log</a>"));
    CHECK(contains(home, "The 14 days to the newest night."));
    CHECK(contains(home, ">2 failed nights since</a>"));
    CHECK(contains(home, "Failed or paused"));
    CHECK(contains(home, "paused: a new room"));
    CHECK_FALSE(contains(files.at("run/index.html"), "not yet"));
    CHECK(contains(files.at("rejected/index.html"), "<b>4</b> failed nights"));
}

TEST_CASE("a failed night that a run followed is no news") {
    model::History history = failed_history();
    history.failures.resize(2);
    const std::string home = render(history).at("index.html");
    CHECK_FALSE(contains(home, "gave no results"));
    CHECK_FALSE(contains(home, "since</a>"));
    CHECK(contains(home, "The 14 days to the newest run."));
    CHECK(contains(home, "; ✕: failed."));
    CHECK_FALSE(contains(home, "; ‖: paused"));
}

TEST_CASE("an archive of failed nights alone lists them") {
    model::History history;
    history.failures = failed_history().failures;
    const Files files = render(history);
    check_pages(files);
    CHECK(contains(files.at("index.html"), "gave no results"));
    CHECK(contains(files.at("run/index.html"), "No run has been read yet, and 4 failed nights."));
    CHECK(contains(files.at("run/index.html"), "✕ cancelled"));
}

TEST_CASE("the pages are out of date when the newest run is older than configured, pauses taken out") {
    const model::History history = small_history();
    const model::Time newest = history.runs.back().time;
    site::Options options;
    analysis::Options analysis_options;
    const auto home = [&](int days) {
        options.now = newest + std::chrono::days{days};
        return render(history, options, analysis_options).at("index.html");
    };
    CHECK_FALSE(contains(home(2), "out of date"));
    CHECK(contains(home(3), "The newest run is of 25 May 2024, 00:00 UTC, 3 days before the pages were made."));
    analysis_options.max_age = std::chrono::days{6};
    CHECK_FALSE(contains(home(6), "out of date"));
    CHECK(contains(home(7), "out of date"));
    CHECK(contains(home(7), "data-fresh-until=\"2024-05-31T00:00:00Z\""));
    analysis_options.pauses = {{newest, newest + std::chrono::days{5}, "holidays"}};
    CHECK_FALSE(contains(home(7), "out of date"));
    CHECK(contains(home(4), "<b>Paused, 25 May 2024 to 29 May 2024.</b> holidays"));
    CHECK(contains(home(20), "15 days before the pages were made, 5 days of pauses not counted."));
    CHECK(contains(home(20), "data-fresh-until=\"2024-06-05T00:00:00Z\""));
}

TEST_CASE("a page tells of the newest run on it, and changes only when there is something new on it") {
    model::History history;
    const auto render_nights = [&](int nights) {
        support::HistoryBuilder archive;
        const auto a = archive.testbed("EPYC 7763"), b = archive.testbed("Xeon 8272CL");
        const auto old = archive.run(b, 0);
        archive.measured("test_old", old, summary(1e-3));
        for (int night = 1; night <= nights; ++night)
            archive.measured("test_new", archive.run(a, night), summary(2e-3));
        history = archive.build();
        return render(history);
    };
    const Files before = render_nights(3), after = render_nights(4);
    const auto cpu = site::routes::testbed(history.testbeds[history.runs[0].testbed]),
               run = site::routes::run(history.runs[0]);
    for (const std::string& path : {cpu, run}) {
        INFO(path);
        CHECK(before.at(path) == after.at(path));
        CHECK(contains(after.at(path), "Data to <b><time datetime=\"2024-01-01T00:00:00Z\">1 Jan 2024</time></b>"));
        CHECK(contains(after.at(path), "data-newest=\"\" data-fresh-until=\"\""));
        CHECK_FALSE(contains(after.at(path), "runs from 2 CPUs used"));
    }
    for (const std::string& path : {std::string{"index.html"}, site::routes::run(history.runs.back())}) {
        INFO(path);
        CHECK(contains(after.at(path), "5 Jan 2024</time></b>"));
        CHECK(contains(after.at(path), "data-newest=\"2024-01-05T00:00:00Z\""));
    }
    CHECK(contains(after.at("index.html"), "5 runs from 2 CPUs used"));
}

TEST_CASE("pages stay small with very many benchmarks: what is too much is counted, changes are not left out") {
    support::HistoryBuilder archive;
    const auto run = archive.run(archive.testbed("EPYC 7763"), 0);
    for (int i = 0; i < 1003; ++i) {
        model::Benchmark benchmark;
        benchmark.name = "test_" + std::to_string(i);
        benchmark.group = "group " + std::to_string(i);
        archive.benchmark(benchmark);
        archive.measured(benchmark.name, run, summary(1e-3));
    }
    const model::History history = archive.build();
    const Files files = render(history);
    const std::string& page = files.at(site::routes::run(history.runs[0]));
    CHECK(count(page, "<tr><th scope=\"row\"><a href=\"../b/") == 1000);
    CHECK(contains(page, "And 3 more, each on the page of its benchmark"));
    CHECK(contains(files.at("dist/index.html"), "703 more groups: each benchmark’s page shows its spread."));
}

TEST_CASE("the page of geometric means stays small: two plots in it, with their newest 500 values, the rest as files") {
    support::HistoryBuilder archive;
    const auto often = archive.testbed("EPYC 7763");
    const auto second = archive.testbed("Xeon 8272CL"), third = archive.testbed("Xeon 8370C");
    for (int day = 0; day < 520; ++day) archive.measured("test_a", archive.run(often, day), summary(1e-3));
    for (int day = 520; day < 540; ++day) {
        archive.measured("test_a", archive.run(second, day), summary(1e-3));
        archive.measured("test_a", archive.run(third, day), summary(1e-3));
    }
    const Files files = render(archive.build());
    const std::string& page = files.at("geomean/index.html");
    CHECK(count(page, "<svg id=\"plot-geomean-") == 2);
    CHECK(contains(page, "Values of this plot (500 rows)"));
    CHECK(count(page, "The newest of its values") == 1);
    CHECK(count(page, "<img src=\"../plots/geomean/") == 1);
    CHECK(contains(page, "alt=\"Xeon 8370C: 1.00×"));
}

TEST_CASE("an empty archive gives pages that say so") {
    const Files files = render(model::History{});
    check_pages(files);
    CHECK(files.at("index.html").find("No results yet") != std::string::npos);
    CHECK(files.at("index.html").find("The archive holds no result file.") != std::string::npos);
    CHECK(files.at("rejected/index.html").find("The archive is empty") != std::string::npos);
}

TEST_CASE("an archive of broken files says how many") {
    model::History history;
    history.rejections = {{"a.json", model::RejectionKind::broken, "the file is empty", "", 0}};
    const Files files = render(history);
    check_pages(files);
    CHECK(files.at("index.html").find("None of the 1 file in the archive could be used.") != std::string::npos);
}

TEST_CASE("two runs on one's own laptop make sense") {
    support::HistoryBuilder archive;
    const auto cpu = archive.testbed("Core i7-8550U");
    archive.measured("test_a", archive.nights(cpu, 2), {1e-3, 1.1e-3});
    const Files files = render(archive.build());
    check_pages(files);
    CHECK(files.at("index.html").find("2 runs so far: too few to tell a change") != std::string::npos);
}

TEST_CASE("names from an archive cannot become markup, nor links scripts") {
    const std::string evil = "<script>alert(1)</script>\"'`&{{X}}";
    support::HistoryBuilder archive;
    const auto cpu = archive.testbed(evil);
    model::Benchmark benchmark;
    benchmark.group = evil;
    benchmark.parameters = {{evil, evil}};
    benchmark.name = "a::b[" + evil + "]";
    archive.benchmark(benchmark);
    archive.measured(benchmark.name, archive.nights(cpu, 3), level(1, 3));
    model::History history = archive.build();
    for (model::Run& run : history.runs) run.file = evil, run.environment = {{evil, evil + run.id}};
    history.rejections = {{evil, model::RejectionKind::foreign, evil, evil, 1}};
    history.duplicates = {{evil, evil}};
    history.omissions = {{2, evil, evil}};
    history.failures = {failure_at(history.runs.back().time)};
    history.failures[0].workflow = history.failures[0].commit = evil;
    history.failures[0].url = "javascript:alert(1)";
    site::Options options;
    options.title = options.notice = evil;
    options.repository_url = "javascript:alert(1)//";
    options.raw_url = "javascript:alert(1)//{file}";
    analysis::Options analysis_options;
    analysis_options.pauses = {{history.runs.front().time, history.runs.back().time, evil}};
    const Files files = render(history, options, analysis_options);
    check_pages(files);
    for (const auto& [path, text] : files) {
        INFO(path);
        if (!is_page(path) && !path.ends_with(".svg")) continue;
        CHECK(text.find("<script>alert") == std::string::npos);
        CHECK(text.find("\"javascript:") == std::string::npos);
    }
}

TEST_CASE("a template of the user's own replaces the built-in one") {
    const support::TemporaryFolder folder;
    support::write_file(folder.path() / "foot.html", "</main><footer>{{GENERATOR}}, ours</footer></body></html>\n");
    site::Options options;
    options.templates_directory = folder.path().string();
    CHECK(render(small_history(), options).at("index.html").find(", ours</footer>") != std::string::npos);
}

TEST_CASE("a template that is broken is told with file and line") {
    CHECK_THAT(error_with_template("foot.html", "a\n{{#B}}").place(), Catch::Matchers::EndsWith("foot.html:2"));
    const model::Error unknown = error_with_template("foot.html", "a\n\n{{RUNS_USD}}");
    CHECK_THAT(unknown.place(), Catch::Matchers::EndsWith("foot.html:3"));
    CHECK(unknown.hint() == "did you mean `RUNS_USED`?");
}

TEST_CASE("a file that is the name of no template is an error that lists the names") {
    const model::Error error = error_with_template("hoem.html", "");
    CHECK(std::string{error.what()} == "hoem.html is the name of no template");
    CHECK(error.hint().find("home.html") != std::string::npos);
}

TEST_CASE("an asset of the user's own replaces the built-in one, and an unknown one is an error") {
    const support::TemporaryFolder folder;
    support::write_file(folder.path() / "site.css", "body { color: teal }\n");
    support::write_file(folder.path() / "#site.css#", "an editor's");
    site::Options options;
    options.assets_directory = folder.path().string();
    const Files files = render(small_history(), options);
    CHECK(files.at("site.css") == "body { color: teal }\n");
    CHECK(files.at("site.js") == site::asset("site.js"));
    support::write_file(folder.path() / "style.css", "");
    CHECK_THROWS_WITH(render(small_history(), options), "style.css is the name of no asset");
}

TEST_CASE("the page of wrong addresses finds the site from any depth where its address is known") {
    site::Options options;
    options.base_url = "https://example.org/bench";
    const Files files = render(small_history(), options);
    CHECK(files.at("404.html").find("href=\"/bench/site.css\"") != std::string::npos);
    CHECK(files.at("b/" + small_history().benchmarks[0].slug + ".html")
              .find("<link rel=\"canonical\" href=\"https://example.org/bench/b/") != std::string::npos);
    CHECK(render(small_history()).at("404.html").find("href=\"site.css\"") != std::string::npos);
}

TEST_CASE("a run of long ago has no page of its own") {
    const model::History history = small_history();
    const Files files = render(history);
    CHECK_FALSE(files.contains(site::routes::run(history.runs.front())));
    CHECK(files.contains(site::routes::run(history.runs.back())));
}

TEST_CASE("styles and script stay within their budgets") {
    CHECK(site::asset("site.css").size() < 24000);
    CHECK(site::asset("site.js").size() < 36000);
    CHECK(site::asset("none").empty());
}
