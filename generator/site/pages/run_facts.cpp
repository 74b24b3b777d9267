#include "site/pages/run_facts.hpp"

#include "chart/quantity.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

void add_fact(html::Values& values, const std::string& name, const std::string& value) {
    values.add("FACT", std::move(with("FACT_NAME", name).set("FACT_VALUE", value)));
}

void set_facts(html::Values& values, const Page& page, const model::Run& run) {
    add_fact(values, "Time", minute(run.time) + " UTC");
    if (run.commit && run.commit->branch) add_fact(values, "Branch", *run.commit->branch);
    if (run.commit && run.commit->time) add_fact(values, "Commit of", minute(*run.commit->time) + " UTC");
    if (run.commit && run.commit->dirty)
        add_fact(values, "Uncommitted", "measured with changes that were not committed");
    add_fact(values, "Format", run.format);
    if (run.suite) add_fact(values, "Suite", *run.suite);
    add_fact(values, "Size", chart::quantity(static_cast<double>(run.bytes), "B"));
    values.set("FILE", run.file).declare("RAW");
    if (const auto url = raw_url(page.content().options, run)) values.add("RAW", with("RAW_URL", *url));
}

void set_environment(html::Values& values, const model::Run& run) {
    values.declare("VERSION").show("VERSIONS", !run.environment.empty());
    values.set("VERSION_COUNT", counted(run.environment.size(), "version"));
    for (const auto& [name, value] : run.environment) {
        values.add("VERSION", std::move(with("VERSION_NAME", name).set("VERSION_VALUE", value)));
    }
}

}  // namespace

void set_run_facts(html::Values& values, const Page& page, const model::Run& run) {
    set_facts(values, page, run);
    set_environment(values, run);
}

}  // namespace benchfolio::site
