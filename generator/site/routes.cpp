#include "site/routes.hpp"

#include <algorithm>

#include "model/slug.hpp"

namespace benchfolio::site::routes {
namespace {

std::string in(std::string_view folder, std::string_view slug, std::string_view ending) {
    return std::string{folder} + "/" + std::string{slug} + std::string{ending};
}

// How much of both paths is the same folders.
std::size_t shared_folders(std::string_view from, std::string_view to) {
    std::size_t shared = 0;
    for (std::size_t i = 0; i < from.size() && i < to.size() && from[i] == to[i]; ++i) {
        if (from[i] == '/') shared = i + 1;
    }
    return shared;
}

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
}

constexpr std::size_t slug_digits = 8;

// A name that ends like a slug could be taken for that of another name.
bool ends_as_slug(std::string_view name) {
    const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    return name.size() > slug_digits && name[name.size() - slug_digits - 1] == '-' &&
           std::ranges::all_of(name.substr(name.size() - slug_digits), is_digit);
}

bool may_stay(std::string_view name) {
    constexpr std::size_t longest = 80;
    return !name.empty() && name.size() <= longest && std::ranges::all_of(name, is_plain) && name.front() != '.' &&
           name.back() != '.' && !name.ends_with(".html") && !ends_as_slug(name);
}

// The name as that of a folder. The slug of a name without a letter or digit is no more than its digits, as a commit's.
std::string folder(std::string_view name) {
    if (may_stay(name)) return std::string{name};
    const std::string slug = model::slug(name);
    return slug.size() == slug_digits ? "-" + slug : slug;
}

std::string of_purpose(std::string_view kind, std::string_view owner, std::string_view ref) {
    return std::string{kind} + "/" + (owner.empty() ? "" : folder(owner) + "/") + folder(ref) + "/index.html";
}

}  // namespace

std::string manual(std::string_view owner, std::string_view ref) {
    return of_purpose("manual", owner, ref);
}

std::string aside(const model::Purpose& purpose) {
    switch (purpose.kind) {
        case model::Kind::manual:
            return manual(purpose.owner, purpose.ref);
        case model::Kind::pull_request:
            return of_purpose("pull", purpose.owner, purpose.ref);
        case model::Kind::branch:
            return of_purpose("branch", purpose.owner, purpose.ref);
        default:
            return of_purpose(name_of(purpose.kind), purpose.owner, purpose.ref);
    }
}

std::string aside_data(const model::Purpose& purpose, const model::Testbed& testbed) {
    std::string name = aside(purpose);
    name.resize(name.rfind('/'));
    return in("data/other", model::slug(name + "/" + testbed.slug), ".json");
}

std::string benchmark(const model::Benchmark& benchmark) {
    return in("b", benchmark.slug, ".html");
}

std::string benchmark_feed(const model::Benchmark& benchmark) {
    return in("b", benchmark.slug, ".xml");
}

std::string changes_of(int year, std::size_t part) {
    return in("changes", std::to_string(year) + (part > 1 ? "-" + std::to_string(part) : ""), ".html");
}

std::string badge(std::string_view slug) {
    return in("badges", slug, ".svg");
}

std::string group(std::string_view name) {
    return in("g", model::slug(name), ".html");
}

std::string testbed(const model::Testbed& testbed) {
    return in("cpu", testbed.slug, ".html");
}

std::string scaling(const analysis::Scaling& scaling) {
    return in("scaling", model::slug(scaling.slug_key), ".html");
}

std::string run(const model::Run& run) {
    return in("run", run.id, ".html");
}

std::string effect(const analysis::Effect& effect) {
    return in("effects", model::slug(effect.name), ".html");
}

std::string dimension(std::string_view name) {
    return in("by", model::slug(name), ".html");
}

std::string comparison(std::string_view slug) {
    return in("compare", slug, ".html");
}

std::string comparison_data(std::string_view slug) {
    return in("data/compare", slug, ".json");
}

std::string benchmark_data(const model::Benchmark& benchmark) {
    return in("data/b", benchmark.slug, ".json");
}

std::string aside_run_data(const model::Run& run) {
    return in("data/aside", run.id, ".json");
}

std::string continuity_of(const model::Benchmark& benchmark) {
    return in("data/continuity", benchmark.slug, ".json");
}

std::string benchmark_csv(const model::Benchmark& benchmark) {
    return in("data/b", benchmark.slug, ".csv");
}

std::string plot(std::string_view kind, std::string_view slug) {
    return in("plots/" + std::string{kind}, slug, ".svg");
}

std::string plot_slug(const model::History& history, std::uint32_t benchmark, std::uint32_t measure) {
    const std::string& plain = history.benchmarks[benchmark].slug;
    const std::string& name = history.measures[measure].name;
    return measure == 0 && name == "time" ? plain : model::slug(name) + "-" + plain;
}

std::string relative(std::string_view from, std::string_view to) {
    const std::size_t shared = shared_folders(from, to);
    std::string path;
    for (const char c : from.substr(shared)) {
        if (c == '/') path += "../";
    }
    return path.append(to.substr(shared));
}

std::string below(std::string_view address, std::string_view path) {
    if (address.empty()) return {};
    return std::string{address}.append(address.ends_with('/') ? "" : "/").append(path);
}

std::string root(std::string_view base_url) {
    const std::size_t scheme = base_url.find("://");
    if (scheme == base_url.npos) return {};
    const std::string_view address = base_url.substr(0, base_url.find_first_of("?#"));
    const std::size_t path = address.find('/', scheme + 3);
    std::string root{path == address.npos ? "/" : address.substr(path)};
    return root.back() == '/' ? root : root + "/";
}

}  // namespace benchfolio::site::routes
