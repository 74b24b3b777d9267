#include "analysis/scaling.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "analysis/naming.hpp"
#include "model/glob.hpp"
#include "stats/quantile.hpp"
#include "stats/regression.hpp"

namespace benchfolio::analysis {
namespace {

using Names = std::vector<std::string>;
using Indices = std::vector<std::uint32_t>;

constexpr std::size_t runs_of_a_point = 10, sizes_of_an_exponent = 3;

struct Family {
    std::string function;
    Names parameters;  // in the recorded order of the first benchmark
    Indices benchmarks;
};

// --- families --------------------------------------------------------------------------------------------------------

Names parameter_names(const model::Benchmark& benchmark) {
    Names names;
    for (const model::Parameter& parameter : benchmark.parameters) names.push_back(parameter.name);
    return names;
}

std::vector<Family> families(const std::vector<model::Benchmark>& benchmarks) {
    std::map<std::pair<std::string, Names>, Family> found;
    for (std::uint32_t i = 0; i < benchmarks.size(); ++i) {
        const Names names = parameter_names(benchmarks[i]);
        if (names.empty()) continue;
        Names sorted = names;
        std::ranges::sort(sorted);
        const std::string function{function_of(benchmarks[i].name)};
        auto& family = found.try_emplace({function, sorted}, Family{function, names, {}}).first->second;
        family.benchmarks.push_back(i);
    }
    std::vector<Family> result;
    for (auto& [key, family] : found) result.push_back(std::move(family));
    return result;
}

// "f in x.py::Class" for the function "x.py::Class::f".
std::string long_title(const std::string& function) {
    const std::string title{title_of(function)};
    if (title.size() == function.size()) return title;
    return title + " in " + function.substr(0, function.size() - title.size() - 2);
}

// By function, its title; where several share one, with the module or class that tells them apart.
std::map<std::string, std::string> titles_by_function(const std::vector<model::Benchmark>& benchmarks) {
    std::map<std::string, std::set<std::string>> functions;
    for (const model::Benchmark& benchmark : benchmarks)
        functions[std::string{title_of(benchmark.name)}].emplace(function_of(benchmark.name));
    std::map<std::string, std::string> titles;
    for (const auto& [title, sharing] : functions)
        for (const std::string& function : sharing)
            titles[function] = sharing.size() > 1 ? long_title(function) : title;
    return titles;
}

// --- roles -----------------------------------------------------------------------------------------------------------

bool matches_any(std::string_view name, const std::vector<std::string>& patterns) {
    return std::ranges::any_of(patterns,
                               [&](const std::string& pattern) { return model::glob_matches(pattern, name); });
}

// The distinct values of a parameter in a family, as texts and as numbers.
struct Values {
    std::set<std::string> texts;
    std::set<double> numbers;
    bool is_numeric() const { return numbers.size() >= 2; }
};

using ValuesByParameter = std::map<std::string, Values>;

ValuesByParameter distinct_values(const std::vector<model::Benchmark>& benchmarks, const Family& family) {
    ValuesByParameter result;
    for (const std::uint32_t i : family.benchmarks)
        for (const auto& [name, value] : benchmarks[i].parameters) {
            result[name].texts.insert(model::text_of(value));
            if (const auto number = finite_number(value)) result[name].numbers.insert(*number);
        }
    return result;
}

struct Roles {
    Names lines, pages;
};

// The non-numeric parameter with the most values, if one has two.
Names line_by_default(const Names& candidates, const ValuesByParameter& values) {
    Names best;
    std::size_t most = 1;
    for (const std::string& name : candidates) {
        const Values& of_name = values.at(name);
        if (of_name.is_numeric() || of_name.texts.size() <= most) continue;
        best = {name};
        most = of_name.texts.size();
    }
    return best;
}

Names matching(const Names& names, const std::vector<std::string>& patterns) {
    Names result;
    std::ranges::copy_if(names, std::back_inserter(result),
                         [&](const auto& name) { return matches_any(name, patterns); });
    return result;
}

void remove(Names& names, const Names& taken) {
    std::erase_if(names, [&](const auto& name) { return std::ranges::find(taken, name) != taken.end(); });
}

Roles roles_of(Names others, const ValuesByParameter& values, const ParameterRoles& configured) {
    Roles roles;
    roles.lines = matching(others, configured.lines);
    remove(others, roles.lines);
    roles.pages = matching(others, configured.pages);
    remove(others, roles.pages);
    if (roles.lines.empty()) roles.lines = line_by_default(others, values);
    remove(others, roles.lines);
    Names& rest = configured.pages.empty() ? roles.pages : roles.lines;
    rest.insert(rest.end(), others.begin(), others.end());
    return roles;
}

// --- plots -----------------------------------------------------------------------------------------------------------

using Line = std::vector<std::pair<double, std::uint32_t>>;  // x, benchmark

// The benchmarks of one plot before they are measured.
struct Panel {
    std::map<Names, Line> lines;  // by the values of the line parameters
    Indices excluded, without_number;
};

Names values_of(const model::Benchmark& benchmark, const Names& parameters) {
    Names values;
    for (const std::string& name : parameters) values.push_back(model::text_of(*find_parameter(benchmark, name)));
    return values;
}

// Spells the values of those parameters that vary: "density dense, order 2", or without names "dense, 2".
std::string spell(const Names& parameters, const Names& values, const ValuesByParameter& distinct, bool with_names) {
    std::string text;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        if (distinct.at(parameters[i]).texts.size() < 2) continue;
        if (!text.empty()) text += ", ";
        text += with_names ? parameters[i] + " " + values[i] : values[i];
    }
    return text;
}

// Everything about the plots of one family along one parameter.
class Plots {
  public:
    Plots(const Context& context, const Family& family, const ValuesByParameter& values, const std::string& axis,
          const std::string& title)
        : context_{context}, family_{family}, values_{values}, axis_{axis}, title_{title} {
        Names others = family.parameters;
        remove(others, {axis});
        roles_ = roles_of(others, values, context.options.parameters);
        for (const std::uint32_t i : family.benchmarks) place(i);
    }

    void add_to(std::vector<Scaling>& result) const {
        for (const auto& [page, panel] : panels_)
            if (has_sizes(panel))
                for (const std::uint32_t measure : measures_of(panel)) result.push_back(plot(page, panel, measure));
    }

  private:
    void place(std::uint32_t index) {
        const model::Benchmark& benchmark = context_.history.benchmarks[index];
        Panel& panel = panels_[values_of(benchmark, roles_.pages)];
        const auto x = finite_number(*find_parameter(benchmark, axis_));
        if (is_excluded(benchmark, context_.options.parameters))
            panel.excluded.push_back(index);
        else if (!x)
            panel.without_number.push_back(index);
        else
            panel.lines[values_of(benchmark, roles_.lines)].emplace_back(*x, index);
    }

    static bool has_sizes(const Panel& panel) {
        std::set<double> sizes;
        for (const auto& [values, line] : panel.lines)
            for (const auto& [x, benchmark] : line) sizes.insert(x);
        return sizes.size() >= 2;
    }

    std::set<std::uint32_t> measures_of(const Panel& panel) const {
        std::set<std::uint32_t> measures;
        for (const auto& [values, line] : panel.lines)
            for (const auto& [x, benchmark] : line)
                for (const model::Series& series : context_.history.series_of(benchmark))
                    measures.insert(series.measure);
        return measures;
    }

    Scaling plot(const Names& page, const Panel& panel, std::uint32_t measure) const {
        Scaling scaling;
        scaling.title = title_;
        scaling.parameter = axis_;
        scaling.panel = spell(roles_.pages, page, values_, true);
        scaling.measure = measure;
        scaling.slug_key = slug_key(page, measure);
        scaling.excluded = panel.excluded;
        scaling.without_number = panel.without_number;
        const auto newest = newest_runs(panel, measure);
        for (const auto& [values, line] : panel.lines)
            add_line(scaling, spell(roles_.lines, values, values_, false), line, newest);
        return scaling;
    }

    using NewestRuns = std::map<std::uint32_t, std::uint32_t>;  // by testbed

    // Their suite is that of the whole plot: a benchmark that the newest suite has no more has no point beside others.
    NewestRuns newest_runs(const Panel& panel, std::uint32_t measure) const {
        NewestRuns newest;
        for (const auto& [values, line] : panel.lines)
            for (const auto& [x, benchmark] : line)
                for (const model::Series& series : context_.history.series_of(benchmark)) {
                    if (series.measure != measure) continue;
                    std::uint32_t& run = newest[series.testbed];
                    run = std::max(run, context_.history.columns.run[series.last - 1]);
                }
        return newest;
    }

    // Readable parts first; the path, the parameter names and the values that do not vary yet keep it stable and
    // unique.
    std::string slug_key(const Names& page, std::uint32_t measure) const {
        std::string key = std::string{title_of(family_.function)} + " " + axis_;
        for (std::size_t i = 0; i < page.size(); ++i) key += " " + roles_.pages[i] + " " + page[i];
        key += " " + context_.history.measures[measure].name + " " + family_.function;
        Names sorted = family_.parameters;
        std::ranges::sort(sorted);
        for (const std::string& name : sorted) key += " " + name;
        return key;
    }

    void add_line(Scaling& scaling, std::string label, Line line, const NewestRuns& newest) const {
        std::ranges::sort(line);
        const auto index = static_cast<std::uint32_t>(scaling.lines.size());
        ScalingLine& added = scaling.lines.emplace_back();
        added.label = std::move(label);
        for (const auto& [x, benchmark] : line) {
            added.x.push_back(x);
            added.benchmarks.push_back(benchmark);
            add_points(scaling, index, x, benchmark, newest);
        }
        add_exponents(scaling, index);
    }

    void add_points(Scaling& scaling, std::uint32_t line, double x, std::uint32_t benchmark,
                    const NewestRuns& newest) const {
        for (const model::Series& series : context_.history.series_of(benchmark)) {
            if (series.measure != scaling.measure) continue;
            auto values = newest_estimates(series, context_.history.runs[newest.at(series.testbed)].suite);
            const auto n = static_cast<std::uint32_t>(values.size());
            if (const auto y = stats::median_in_place(values))
                scaling.points.push_back({line, series.testbed, x, *y, n});
        }
    }

    // Of the last ten runs, where the newest are of that suite version.
    std::vector<double> newest_estimates(const model::Series& series, const model::Suite& suite) const {
        std::vector<double> values;
        for (std::size_t row = series.last; row-- > series.first && values.size() < runs_of_a_point;) {
            if (context_.run_of(row).suite != suite) break;
            if (const auto value = model::present(context_.estimate[row])) values.push_back(*value);
        }
        return values;
    }

    static void add_exponents(Scaling& scaling, std::uint32_t line) {
        std::map<std::uint32_t, std::pair<std::vector<double>, std::vector<double>>> logarithms;
        for (const ScalingPoint& point : scaling.points) {
            if (point.line != line || point.x <= 0 || point.y <= 0) continue;
            logarithms[point.testbed].first.push_back(std::log(point.x));
            logarithms[point.testbed].second.push_back(std::log(point.y));
        }
        for (const auto& [testbed, xy] : logarithms) {
            if (std::set(xy.first.begin(), xy.first.end()).size() < sizes_of_an_exponent) continue;
            if (const auto slope = stats::least_squares_slope(xy.first, xy.second))
                scaling.exponents.push_back({line, testbed, *slope});
        }
    }

    const Context& context_;
    const Family& family_;
    const ValuesByParameter& values_;
    const std::string& axis_;
    const std::string& title_;
    Roles roles_;
    std::map<Names, Panel> panels_;  // by the values of the page parameters
};

bool is_axis(const std::string& name, const Values& values, const ParameterRoles& roles) {
    return values.is_numeric() && !matches_any(name, roles.lines) && !matches_any(name, roles.pages);
}

}  // namespace

std::vector<Scaling> scalings(const Context& context) {
    std::vector<Scaling> result;
    const auto titles = titles_by_function(context.history.benchmarks);
    for (const Family& family : families(context.history.benchmarks)) {
        const auto values = distinct_values(context.history.benchmarks, family);
        for (const auto& [name, of_name] : values)
            if (is_axis(name, of_name, context.options.parameters))
                Plots{context, family, values, name, titles.at(family.function)}.add_to(result);
    }
    std::ranges::stable_sort(result, {}, [](const Scaling& scaling) {
        return std::tie(scaling.title, scaling.parameter, scaling.panel, scaling.measure);
    });
    return result;
}

}  // namespace benchfolio::analysis
