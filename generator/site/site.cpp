#include "site/site.hpp"

#include <algorithm>
#include <mutex>

#include "html/html.hpp"
#include "site/asides.hpp"
#include "site/badges.hpp"
#include "site/downloads.hpp"
#include "site/earlier.hpp"
#include "site/effects.hpp"
#include "site/embedded.hpp"
#include "site/feeds.hpp"
#include "site/inputs.hpp"
#include "site/lookup.hpp"
#include "site/page.hpp"
#include "site/pages/aside.hpp"
#include "site/pages/benchmark_list.hpp"
#include "site/pages/pages.hpp"
#include "site/routes.hpp"
#include "system/parallel.hpp"

namespace benchfolio::site {
namespace {

// A page of the site: where it lies, which template shows it, what makes its values, the newest run it tells of.
struct PlannedPage {
    std::string path;
    const char* template_name;
    std::function<html::Values(const Page&)> values;
    std::optional<model::Time> newest = std::nullopt;  // of the whole archive
    // Of what it is made of, if that is told: then it need not be made again (site/inputs.hpp).
    std::function<analysis::MemoKey(const Inputs&)> inputs = {};
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
using TellInputs = analysis::MemoKey (Inputs::*)(std::uint32_t) const;

// ---- The newest run that a page tells of ----

std::optional<model::Time> newest_of(const Content& content, std::uint32_t benchmark) {
    std::optional<model::Time> newest;
    for (const model::Series& series : content.history.series_of(benchmark))
        newest =
            std::max(newest, std::optional{content.history.runs[content.history.columns.run[series.last - 1]].time});
    return newest;
}

std::optional<model::Time> newest_of(const Content& content, std::span<const std::uint32_t> benchmarks) {
    std::optional<model::Time> newest;
    for (const std::uint32_t benchmark : benchmarks) newest = std::max(newest, newest_of(content, benchmark));
    return newest;
}

std::optional<model::Time> newest_of(const Content& content, const analysis::Scaling& scaling) {
    std::optional<model::Time> newest;
    for (const analysis::ScalingLine& line : scaling.lines)
        newest = std::max(newest, newest_of(content, line.benchmarks));
    return newest;
}

std::optional<model::Time> newest_of(const Content& content, const analysis::Comparison& comparison) {
    const std::vector<model::Run>& runs = content.history.runs;
    return std::max(runs[comparison.before.runs.back()].time, runs[comparison.after.runs.back()].time);
}

// The changes of a past year tell of no later run.
std::optional<model::Time> newest_of(const Content& content, const ChangesPage& page) {
    if (!page.year) return std::nullopt;
    const std::chrono::sys_days next = std::chrono::year{*page.year + 1} / std::chrono::January / 1;
    const std::vector<model::Run>& runs = content.history.runs;
    const auto after = std::ranges::lower_bound(runs, model::Time{next}, {}, &model::Run::time);
    return after == runs.begin() ? runs.back().time : std::prev(after)->time;
}

// ---- The pages ----

// One page for each thing of a kind.
class Plan {
  public:
    template <class Things, class Route, class Newest>
    void add(const Things& things, std::uint32_t first, const char* template_name, Route route, MakePage make,
             Newest newest, TellInputs tell = nullptr) {
        for (auto i = first; i < things.size(); ++i) {
            pages.push_back({route(things[i]), template_name, [make, i](const Page& page) { return make(page, i); },
                             newest(things[i])});
            if (tell != nullptr) pages.back().inputs = [tell, i](const Inputs& inputs) { return (inputs.*tell)(i); };
        }
    }

    std::vector<PlannedPage> pages = single_pages();
};

std::vector<PlannedPage> planned_pages(const Site& site) {
    const Content& content = site.content;
    Plan plan;
    const auto comparison_route = [](const ShownComparison& shown) { return routes::comparison(shown.slug); };
    plan.add(site.comparisons, 0, "compare.html", comparison_route, comparison_page,
             [&](const ShownComparison& shown) { return newest_of(content, shown.result); });
    plan.add(
        site.lookup.changes.pages(), 0, "changes.html", [](const ChangesPage& of) { return of.path; }, changes_page,
        [&](const ChangesPage& of) { return newest_of(content, of); });
    plan.add(
        content.report.groups, 0, "group.html", [](const analysis::Group& of) { return routes::group(of.name); },
        group_page, [&](const analysis::Group& of) { return newest_of(content, of.benchmarks); }, &Inputs::of_group);
    if (!content.report.continuity.empty())
        plan.pages.push_back({std::string{routes::continuity}, "continuity.html", continuity_page});
    if (!content.report.releases.tables.empty())
        plan.pages.push_back({std::string{routes::releases}, "releases.html", releases_page});
    const std::vector<analysis::Effect>& effects = content.analysis_options.effects;
    if (!effects.empty()) plan.pages.push_back({std::string{routes::effects}, "effects.html", effect_index_page});
    plan.add(effects, 0, "effect.html", routes::effect, effect_page,
             [](const analysis::Effect&) { return std::optional<model::Time>{}; });
    plan.add(
        site.lookup.dimensions, 0, "dimension.html",
        [](const analysis::DimensionValues& of) { return routes::dimension(of.name); }, dimension_page,
        [](const analysis::DimensionValues&) { return std::optional<model::Time>{}; });
    plan.add(content.history.testbeds, 0, "cpu.html", routes::testbed, cpu_page,
             [](const model::Testbed& of) { return std::optional{of.last_seen}; });
    plan.add(content.report.scalings, 0, "scaling.html", routes::scaling, scaling_page,
             [&](const analysis::Scaling& of) { return newest_of(content, of); });
    plan.add(
        content.history.runs, site.lookup.first_recent_run, "run.html", routes::run, run_page,
        [](const model::Run& of) { return std::optional{of.time}; }, &Inputs::of_run);
    return std::move(plan.pages);
}

PlannedPage page_of_benchmark(const Content& content, std::uint32_t benchmark) {
    return {routes::benchmark(content.history.benchmarks[benchmark]), "benchmark.html",
            [=](const Page& page) { return benchmark_page(page, benchmark); }, newest_of(content, benchmark),
            [=](const Inputs& inputs) { return inputs.of_benchmark(benchmark); }};
}

// Of what is in no trend: a page of each line, and of the newest runs.
std::vector<PlannedPage> aside_pages(Asides& asides) {
    std::vector<PlannedPage> pages;
    const model::History& aside = asides.archive().aside();
    for (std::size_t i = 0; i < asides.archive().lines.size(); ++i) {
        const analysis::AsideLine& line = asides.archive().lines[i];
        pages.push_back({routes::aside(line.purpose), "aside.html",
                         [&asides, i](const Page& page) { return aside_page(page, asides, i); },
                         aside.runs[line.runs.back()].time});
    }
    for (std::uint32_t i = asides.own_lookup().first_recent_run; i < aside.runs.size(); ++i)
        pages.push_back({routes::run(aside.runs[i]), "aside-run.html",
                         [&asides, i](const Page& page) { return aside_run_page(page, asides, i); },
                         aside.runs[i].time});
    return pages;
}

// Made last, since it says what the pages of the lines found.
PlannedPage aside_index(const Asides& asides) {
    return {std::string{routes::asides}, "asides.html",
            [&asides](const Page& page) { return aside_index_page(page, asides); }};
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

// Makes what an earlier build has not made of the same.
class Renderer {
  public:
    Renderer(const Site& site, std::span<const html::Source> sources, const Earlier* earlier)
        : site_(site), templates_({sources.begin(), sources.end()}), earlier_(earlier) {
        if (earlier != nullptr) inputs_.emplace(site, sources);
    }

    void make_page(const PlannedPage& planned) const {
        made(planned, [&](const Site& site) {
            render(site, planned);
            return std::string{};
        });
    }

    // Its page, its pictures and its data.
    void make_benchmark(std::uint32_t benchmark, Downloads& downloads) const {
        const PlannedPage planned = page_of_benchmark(site_.content, benchmark);
        downloads.enter_benchmark(benchmark, made(planned, [&](const Site& site) {
                                      render(site, planned);
                                      render_sparkline(Page{site, std::string{routes::home}}, benchmark);
                                      return downloads.make_benchmark(benchmark, site.sink);
                                  }));
    }

  private:
    Page page(const Site& site, const PlannedPage& planned) const {
        const bool anywhere = planned.path == routes::not_found;
        return {site, planned.path, anywhere ? routes::root(site.content.options.base_url) : std::string{},
                planned.newest};
    }

    void render(const Site& site, const PlannedPage& planned) const {
        site.sink(planned.path, templates_.render(planned.template_name, planned.values(page(site, planned))));
    }

    // `make` hands its files to the sink of the site that it is given.
    std::string made(const PlannedPage& planned, const std::function<std::string(const Site&)>& make) const {
        if (!inputs_ || !planned.inputs) return make(site_);
        return made_once(*earlier_, key_of(planned), site_.sink, [&](const FileSink& sink) {
            Site site = site_;
            site.sink = sink;
            return make(site);
        });
    }

    // Head and foot of the page count as they are: whatever decides about navigation and notices, it shows there.
    analysis::MemoKey key_of(const PlannedPage& planned) const {
        const html::Values frame = page(site_, planned).frame("");
        analysis::Digest digest;
        digest.add(planned.path).add(planned.inputs(*inputs_));
        digest.add(templates_.render("head.html", frame)).add(templates_.render("foot.html", frame));
        return digest.key("piece");
    }

    const Site& site_;
    const html::Templates templates_;
    const Earlier* earlier_;
    std::optional<Inputs> inputs_;
};

void render_assets(const Options& options, const FileSink& sink) {
    for (system::TextFile& file : assets_with(options.assets_directory)) sink(file.name, std::move(file.text));
}

void enter_data(Downloads& downloads, const Asides& asides) {
    for (const std::vector<AsideStanding>& line : asides.standings)
        for (const AsideStanding& standing : line) downloads.enter(standing.data);
}

}  // namespace

void render(const Content& content, const FileSink& sink, const OnProgress& on_progress, const Earlier* earlier) {
    const std::vector<html::Source> sources = templates_with(content.options.templates_directory);
    render_assets(content.options, sink);
    const Lookup lookup{content};
    const std::vector<ShownComparison> comparisons = shown_comparisons(content);
    const std::vector<analysis::EffectReport> effects = shown_effects(content);
    Downloads downloads{content, comparisons, lookup.run_texts, sink, effects};
    const Site site{content, lookup, sink, comparisons, effects};
    const std::vector<PlannedPage> pages = planned_pages(site);
    std::optional<Asides> asides;
    if (content.history.aside) asides.emplace(content);
    const std::vector<PlannedPage> beside = asides ? aside_pages(*asides) : std::vector<PlannedPage>{};
    const Renderer renderer{site, sources, earlier};
    Work work;
    for (const PlannedPage& page : beside) work.add([&] { renderer.make_page(page); });
    for (const PlannedPage& page : pages) work.add([&] { renderer.make_page(page); });
    for (std::size_t i = 0; i < downloads.pieces(); ++i) work.add([&downloads, i] { downloads.make(i); });
    work.add([&] { render_feeds(content, lookup.changes, sink); });
    work.add([&] { render_badges(content, sink); });
    for (std::uint32_t i = 0; i < content.history.benchmarks.size(); ++i)
        work.add([&, i] { renderer.make_benchmark(i, downloads); });
    work.run(content.options.jobs, on_progress);
    if (asides) {
        renderer.make_page(aside_index(*asides));
        enter_data(downloads, *asides);
    }
    const std::vector<Download> made = downloads.index();
    renderer.make_page(data_page_about(made));
}

}  // namespace benchfolio::site
