#include "site/site.hpp"

#include <atomic>
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
            {std::string{routes::data}, "data.html", data_page},
            {std::string{routes::rejected}, "rejected.html", rejected_page},
            {std::string{routes::not_found}, "404.html", not_found_page}};
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

// Tells how far the work is, from one thread at a time.
class Progress {
  public:
    Progress(std::size_t all, const OnProgress& on_progress) : all_(all), on_progress_(on_progress) {}

    void step() {
        const std::lock_guard lock{mutex_};
        if (on_progress_) on_progress_(++done_, all_);
    }

  private:
    std::mutex mutex_;
    std::size_t done_ = 0, all_;
    const OnProgress& on_progress_;
};

void render_page(const Site& site, const html::Templates& templates, const PlannedPage& planned) {
    const bool anywhere = planned.path == routes::not_found;
    const Page page{site, planned.path, anywhere ? routes::root(site.content.options.base_url) : std::string{}};
    site.sink(planned.path, templates.render(planned.template_name, planned.values(page)));
}

void render_pages(const Site& site, const html::Templates& templates, const OnProgress& on_progress) {
    const std::vector<PlannedPage> pages = planned_pages(site);
    Progress progress{pages.size(), on_progress};
    system::parallel_for(site.content.options.jobs, pages.size(), [&](unsigned, std::size_t i) {
        render_page(site, templates, pages[i]);
        progress.step();
    });
}

void render_sparklines(const Site& site) {
    const Page page{site, std::string{routes::home}};
    system::parallel_for(site.content.options.jobs, site.content.history.benchmarks.size(),
                         [&](unsigned, std::size_t i) { render_sparkline(page, static_cast<std::uint32_t>(i)); });
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
    const std::vector<Download> downloads = render_downloads(content, comparisons, sink);
    const Site site{content, lookup, downloads, sink, comparisons};
    render_feeds(content, lookup.changes, sink);
    render_badges(content, sink);
    render_sparklines(site);
    render_pages(site, templates, on_progress);
}

}  // namespace benchfolio::site
