#include "site/site.hpp"

#include <mutex>

#include "html/html.hpp"
#include "site/badges.hpp"
#include "site/downloads.hpp"
#include "site/embedded.hpp"
#include "site/feeds.hpp"
#include "site/lookup.hpp"
#include "site/page.hpp"
#include "site/pages/benchmark_list.hpp"
#include "site/pages/pages.hpp"
#include "site/routes.hpp"
#include "system/parallel.hpp"

namespace benchfolio::site {
namespace {

// A page of the site: where it lies, which template shows it, what makes its values.
struct PlannedPage {
    std::string path;
    const char* template_name;
    std::function<html::Values(const Page&)> values;
};

std::vector<PlannedPage> single_pages() {
    return {{std::string{routes::home}, "home.html", home_page},
            {std::string{routes::comparisons}, "comparisons.html", comparison_index_page},
            {std::string{routes::testbeds}, "cpus.html", cpu_index_page},
            {std::string{routes::scalings}, "scalings.html", scaling_index_page},
            {std::string{routes::runs}, "runs.html", run_index_page},
            {std::string{routes::geomean}, "geomean.html", geomean_page},
            {std::string{routes::distributions}, "distributions.html", distributions_page},
            {std::string{routes::methods}, "methods.html", methods_page},
            {std::string{routes::rejected}, "rejected.html", rejected_page},
            {std::string{routes::not_found}, "404.html", not_found_page}};
}

// Not among them, since it tells of the other files.
PlannedPage data_page_about(std::span<const Download> downloads) {
    return {std::string{routes::data}, "data.html", [=](const Page& page) { return data_page(page, downloads); }};
}

using MakePage = html::Values (*)(const Page&, std::uint32_t);

// One page for each thing of a kind.
class Plan {
  public:
    template <class Things, class Route>
    void add(const Things& things, std::uint32_t first, const char* template_name, Route route, MakePage make) {
        for (auto i = first; i < things.size(); ++i) {
            pages.push_back({route(things[i]), template_name, [make, i](const Page& page) { return make(page, i); }});
        }
    }

    std::vector<PlannedPage> pages = single_pages();
};

std::vector<PlannedPage> planned_pages(const Site& site) {
    const Content& content = site.content;
    const Lookup& lookup = site.lookup;
    Plan plan;
    const auto comparison_route = [](const ShownComparison& shown) { return routes::comparison(shown.slug); };
    plan.add(site.comparisons, 0, "compare.html", comparison_route, comparison_page);
    const auto group_route = [](const analysis::Group& group) { return routes::group(group.name); };
    const auto changes_route = [](const ChangesPage& of) { return of.path; };
    plan.add(lookup.changes.pages(), 0, "changes.html", changes_route, changes_page);
    plan.add(content.report.groups, 0, "group.html", group_route, group_page);
    plan.add(content.history.benchmarks, 0, "benchmark.html", routes::benchmark, benchmark_page);
    plan.add(content.history.testbeds, 0, "cpu.html", routes::testbed, cpu_page);
    plan.add(content.report.scalings, 0, "scaling.html", routes::scaling, scaling_page);
    plan.add(content.history.runs, lookup.first_recent_run, "run.html", routes::run, run_page);
    return std::move(plan.pages);
}

// Pieces of work that know nothing of each other. Done in the order of the list, so what takes long stands first.
class Work {
  public:
    void add(std::function<void()> piece) { pieces_.push_back(std::move(piece)); }

    // Tells how far the work is, from one thread at a time.
    void run(unsigned jobs, const OnProgress& on_progress) const {
        std::mutex mutex;
        std::size_t done = 0;
        system::parallel_for(jobs, pieces_.size(), [&](unsigned, std::size_t i) {
            pieces_[i]();
            const std::lock_guard lock{mutex};
            if (on_progress) on_progress(++done, pieces_.size());
        });
    }

  private:
    std::vector<std::function<void()>> pieces_;
};

void render_page(const Site& site, const html::Templates& templates, const PlannedPage& planned) {
    const bool anywhere = planned.path == routes::not_found;
    const Page page{site, planned.path, anywhere ? routes::root(site.content.options.base_url) : std::string{}};
    site.sink(planned.path, templates.render(planned.template_name, planned.values(page)));
}

void add_sparklines(Work& work, const Site& site) {
    for (std::uint32_t i = 0; i < site.content.history.benchmarks.size(); ++i)
        work.add([&site, i] { render_sparkline(Page{site, std::string{routes::home}}, i); });
}

void render_assets(const Options& options, const FileSink& sink) {
    for (system::TextFile& file : assets_with(options.assets_directory)) sink(file.name, std::move(file.text));
}

}  // namespace

void render(const Content& content, const FileSink& sink, const OnProgress& on_progress) {
    const html::Templates templates{templates_with(content.options.templates_directory)};
    render_assets(content.options, sink);
    const Lookup lookup{content};
    const std::vector<ShownComparison> comparisons = shown_comparisons(content);
    Downloads downloads{content, comparisons, lookup.run_texts, sink};
    const Site site{content, lookup, sink, comparisons};
    const std::vector<PlannedPage> pages = planned_pages(site);
    Work work;
    for (const PlannedPage& page : pages) work.add([&] { render_page(site, templates, page); });
    for (std::size_t i = 0; i < downloads.pieces(); ++i) work.add([&downloads, i] { downloads.make(i); });
    work.add([&] { render_feeds(content, lookup.changes, sink); });
    work.add([&] { render_badges(content, sink); });
    add_sparklines(work, site);
    work.run(content.options.jobs, on_progress);
    const std::vector<Download> made = downloads.index();
    render_page(site, templates, data_page_about(made));
}

}  // namespace benchfolio::site
