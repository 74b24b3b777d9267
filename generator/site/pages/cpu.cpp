#include <algorithm>
#include <map>

#include "chart/quantity.hpp"
#include "site/pages/bimodal.hpp"
#include "site/pages/calendar.hpp"
#include "site/pages/cpu_table.hpp"
#include "site/pages/pages.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

std::string percent_text(const std::optional<double>& fraction) {
    return fraction ? chart::percent(*fraction) : "—";
}

std::string signed_noise(const std::optional<double>& fraction) {
    return fraction ? "±" + chart::percent(*fraction) : "—";
}

void set_report(html::Values& values, const Page& page, std::uint32_t testbed) {
    const analysis::TestbedReport& report = page.report().testbeds[testbed];
    const model::Testbed& cpu = page.history().testbeds[testbed];
    values.set("NOISE_WITHIN", signed_noise(report.noise_within))
        .set("NOISE_BETWEEN", signed_noise(report.noise_between));
    values.set("VISIBLE", percent_text(report.visible)).set("RUNS", number(cpu.runs));
    values.set("RUNS_WORD", cpu.runs == 1 ? "run" : "runs");
    values.set("FIRST_SEEN", day(cpu.first_seen)).set("LAST_SEEN", day(cpu.last_seen));
    values.set("BRAND", cpu.brand.value_or("not recorded"));
}

html::Values table_row(const Page& page, std::uint32_t testbed) {
    html::Values row;
    set_cpu(row, page, testbed);
    set_report(row, page, testbed);
    return row;
}

std::string lead_of(const Page& page, std::uint32_t testbed) {
    const analysis::TestbedReport& report = page.report().testbeds[testbed];
    if (!page.history().testbeds[testbed].comparable()) {
        return "The results do not name the CPU. Several machines may hide behind this entry, so its values are drawn, "
               "but never compared: no steps, no verdicts, no aggregate.";
    }
    if (!report.visible) return "Not known yet: too few runs to say how much its results vary.";
    return "For changes of " + chart::percent(*report.visible) + " and more, with ten runs before and ten after.";
}

// ---- Noisiest ten ----

html::Values noisy_row(const Page& page, std::uint32_t index) {
    const model::Series& series = page.history().series[index];
    const analysis::SeriesReport& report = page.report().series[index];
    html::Values row;
    set_benchmark(row, page, series.benchmark);
    row.set("MEASURE", goes_without_saying(page.history().measures[series.measure])
                           ? ""
                           : heading_of(page.history().measures[series.measure]));
    row.set("WITHIN", signed_noise(report.noise_within)).set("BETWEEN", signed_noise(report.noise_between));
    row.set("RUNS", number(series.size()));
    return row;
}

void set_noisiest(html::Values& values, const Page& page, std::uint32_t testbed) {
    values.declare("NOISIEST");
    const std::vector<std::uint32_t>& noisiest = page.report().testbeds[testbed].noisiest;
    if (noisiest.empty()) return;
    html::Values table = with("NOISIEST_HEADING", noisiest.size() < 10 ? "Noisiest first" : "Noisiest ten");
    for (const std::uint32_t series : noisiest) table.add("NOISY", noisy_row(page, series));
    values.add("NOISIEST", std::move(table));
}

// ---- Hardware as recorded ----

std::vector<std::pair<std::string, std::string>> facts_of(const model::Run& run) {
    const model::Machine& machine = run.machine;
    std::vector<std::pair<std::string, std::string>> facts;
    const auto add = [&](const char* name, const std::optional<std::string>& value) {
        if (value) facts.emplace_back(name, *value);
    };
    add("Brand", machine.cpu_brand);
    if (machine.cores) facts.emplace_back("Cores visible", std::to_string(*machine.cores));
    if (machine.memory_bytes) {
        facts.emplace_back("Memory", chart::quantity(static_cast<double>(*machine.memory_bytes), "B"));
    }
    add("Architecture", machine.architecture);
    add("System", machine.system);
    add("Release", machine.release);
    add("Host", machine.host);
    facts.insert(facts.end(), machine.details.begin(), machine.details.end());
    return facts;
}

// Every value a fact has had, the newest first.
using FactHistory = std::vector<std::pair<std::string, std::vector<std::string>>>;

void remember(FactHistory& facts, const std::string& name, const std::string& value) {
    auto found = std::find_if(facts.begin(), facts.end(), [&](const auto& fact) { return fact.first == name; });
    if (found == facts.end()) found = facts.insert(facts.end(), {name, {}});
    std::vector<std::string>& values = found->second;
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
}

constexpr std::size_t most_values = 4;  // of one fact; the others are counted

std::string values_text(const std::vector<std::string>& values) {
    std::string text = values.front();
    if (values.size() == 1) return text;
    text += "; before: ";
    for (std::size_t i = 1; i < std::min(values.size(), most_values); ++i) text += (i > 1 ? ", " : "") + values[i];
    return values.size() > most_values ? text + " and " + number(values.size() - most_values) + " more" : text;
}

// The newest run of each of the recent machines; older ones add nothing a reader would act on.
constexpr std::size_t most_machines = 200;

void set_hardware(html::Values& values, const Page& page, std::uint32_t testbed) {
    FactHistory facts;
    const std::vector<std::uint32_t>& runs = page.report().testbeds[testbed].runs;
    const std::size_t first = runs.size() > most_machines ? runs.size() - most_machines : 0;
    for (std::size_t i = runs.size(); i-- > first;) {
        for (const auto& [name, value] : facts_of(page.history().runs[runs[i]])) remember(facts, name, value);
    }
    values.declare("FACT").set("HARDWARE_RUNS", runs.size() > most_machines
                                                    ? "its newest " + counted(most_machines, "run")
                                                    : std::string{"its runs"});
    for (const auto& [name, all] : facts) {
        values.add("FACT", std::move(with("FACT_NAME", name).set("FACT_VALUE", values_text(all))));
    }
}

void set_others(html::Values& values, const Page& page, std::uint32_t testbed) {
    values.declare("OTHER");
    for (std::uint32_t i = 0; i < page.history().testbeds.size(); ++i) {
        if (i == testbed) continue;
        html::Values other;
        set_cpu(other, page, i);
        values.add("OTHER", std::move(other));
    }
    values.show("OTHERS", page.history().testbeds.size() > 1);
}

void set_dimensions(html::Values& values, const model::Testbed& cpu) {
    values.declare("DIMENSION");
    for (const model::Dimension& dimension : cpu.dimensions) {
        if (dimension.name == "cpu") continue;
        html::Values item = with("DIMENSION_NAME", dimension.name);
        values.add("DIMENSION",
                   std::move(item.set("DIMENSION_VALUE", dimension.value.empty() ? "not recorded" : dimension.value)));
    }
}

// The pages of what testbeds are told apart by, besides the CPU.
void set_side_by_side(html::Values& values, const Page& page) {
    values.declare("DIMENSIONS");
    if (page.lookup().dimensions.empty()) return;
    html::Values list;
    for (const analysis::DimensionValues& dimension : page.lookup().dimensions)
        list.add("DIMENSION", std::move(with("DIMENSION_NAME", dimension.name)
                                            .set("DIMENSION_URL", page.to(routes::dimension(dimension.name)))));
    values.add("DIMENSIONS", std::move(list));
}

}  // namespace

void set_cpu_table(html::Values& values, const Page& page) {
    values.declare("ROW");
    const std::vector<model::Testbed>& all = page.history().testbeds;
    for (const bool hidden : {false, true}) {
        for (std::uint32_t i = 0; i < all.size(); ++i) {
            if (all[i].hidden == hidden) values.add("ROW", table_row(page, i));
        }
    }
}

html::Values cpu_index_page(const Page& page) {
    html::Values values = page.frame("CPUs", routes::testbeds);
    const std::vector<model::Testbed>& all = page.history().testbeds;
    values.show("EMPTY", all.empty()).show("ANY", !all.empty());
    values.set("LEAD",
               "Results are compared on one CPU only, never across. " + testbeds_text(page.history()) + " so far.");
    set_side_by_side(values, page);
    set_cpu_table(values, page);
    return values;
}

html::Values cpu_page(const Page& page, std::uint32_t testbed) {
    const model::Testbed& cpu = page.history().testbeds[testbed];
    html::Values values = page.frame(cpu.label, routes::testbeds);
    values.set("CPUS_URL", page.to(routes::testbeds)).set("LEAD", lead_of(page, testbed));
    set_cpu(values, page, testbed);
    set_report(values, page, testbed);
    set_dimensions(values, cpu);
    set_others(values, page, testbed);
    set_calendar(values, page, testbed);
    set_noisiest(values, page, testbed);
    set_bimodal_list(values, page, testbed);
    set_hardware(values, page, testbed);
    return values;
}

}  // namespace benchfolio::site
