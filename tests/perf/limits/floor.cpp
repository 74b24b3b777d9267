// floor ARCHIVE OUT [THREADS] [CACHE]: the least whole job. Reads and parses every run (with CACHE only those that are
// not in it), groups results by benchmark and CPU, and writes a page a benchmark with a trend (log y, a polyline a CPU)
// and a table (n, last, geometric mean, quartiles), where its bytes changed, and an index.
#include <simdjson.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <numeric>
#include <span>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "perf/limits/common.hpp"

namespace {

using namespace benchfolio::limits;
using namespace simdjson;

// ---- what is known

struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

class Names {
  public:
    std::uint32_t number(std::string_view text) {
        const auto found = numbers_.find(text);
        if (found != numbers_.end()) return found->second;
        texts_.emplace_back(text);
        return numbers_.emplace(text, static_cast<std::uint32_t>(texts_.size() - 1)).first->second;
    }
    const std::vector<std::string>& texts() const { return texts_; }

  private:
    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> numbers_;
    std::vector<std::string> texts_;
};

struct Row {
    std::uint32_t run, benchmark;
    double mean, min, q1, median, q3, stddev;
};

struct Run {
    std::string file, date;
    std::uint32_t cpu = 0;
};

struct Results {
    Names benchmarks, cpus;
    std::vector<Run> runs;
    std::vector<Row> rows;
};

std::string_view file_name(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

// ---- reading

void read_statistics(ondemand::object object, Row& row) {
    for (auto field : object) {
        const std::string_view key = field.unescaped_key();
        if (key == "mean") row.mean = field.value().get_double();
        if (key == "min") row.min = field.value().get_double();
        if (key == "q1") row.q1 = field.value().get_double();
        if (key == "median") row.median = field.value().get_double();
        if (key == "q3") row.q3 = field.value().get_double();
        if (key == "stddev") row.stddev = field.value().get_double();
    }
}

void read_benchmark(ondemand::object object, std::uint32_t run, Results& results) {
    Row row{run, 0, 0, 0, 0, 0, 0, 0};
    for (auto field : object) {
        const std::string_view key = field.unescaped_key();
        if (key == "fullname") row.benchmark = results.benchmarks.number(field.value().get_string());
        if (key == "stats") read_statistics(field.value().get_object(), row);
    }
    results.rows.push_back(row);
}

void read_machine(ondemand::object object, Run& run, Names& cpus) {
    for (auto field : object) {
        if (std::string_view(field.unescaped_key()) != "cpu") continue;
        for (auto part : field.value().get_object())
            if (std::string_view(part.unescaped_key()) == "brand_raw") run.cpu = cpus.number(part.value().get_string());
    }
}

void read_document(ondemand::document& document, std::string_view file, Results& results) {
    Run run{std::string(file), "", 0};
    const auto number = static_cast<std::uint32_t>(results.runs.size());
    for (auto field : document.get_object()) {
        const std::string_view key = field.unescaped_key();
        if (key == "machine_info") read_machine(field.value().get_object(), run, results.cpus);
        if (key == "datetime") run.date = std::string_view(field.value().get_string());
        if (key == "benchmarks")
            for (auto benchmark : field.value().get_array()) read_benchmark(benchmark.get_object(), number, results);
    }
    results.runs.push_back(std::move(run));
}

void append(Results& all, Results&& part) {
    const auto first_run = static_cast<std::uint32_t>(all.runs.size());
    std::vector<std::uint32_t> benchmarks, cpus;
    for (const std::string& name : part.benchmarks.texts()) benchmarks.push_back(all.benchmarks.number(name));
    for (const std::string& name : part.cpus.texts()) cpus.push_back(all.cpus.number(name));
    for (Run& run : part.runs) {
        run.cpu = cpus[run.cpu];
        all.runs.push_back(std::move(run));
    }
    for (Row row : part.rows) {
        row.run += first_run;
        row.benchmark = benchmarks[row.benchmark];
        all.rows.push_back(row);
    }
}

void read_files(const std::vector<std::string>& files, std::size_t threads, Results& all) {
    std::vector<Results> parts(threads);
    split(files.size(), threads, [&](std::size_t thread, std::size_t first, std::size_t last) {
        ondemand::parser parser;
        std::vector<char> buffer(1 << 20);
        for (std::size_t i = first; i < last; ++i) {
            const std::size_t size = read_file(files[i], buffer);
            ondemand::document document = parser.iterate(buffer.data(), size, buffer.size());
            read_document(document, file_name(files[i]), parts[thread]);
        }
    });
    if (all.runs.empty() && threads == 1)
        all = std::move(parts.front());
    else
        for (Results& part : parts) append(all, std::move(part));
}

// ---- the cache: lengths, texts and rows as they are in memory

class CacheWriter {
  public:
    explicit CacheWriter(const std::string& path) : stream_(path, std::ios::binary) {}
    void number(std::uint64_t n) { bytes(&n, sizeof n); }
    void text(const std::string& text) {
        number(text.size());
        bytes(text.data(), text.size());
    }
    void bytes(const void* data, std::size_t size) {
        stream_.write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
    }

  private:
    std::ofstream stream_;
};

class CacheReader {
  public:
    explicit CacheReader(const std::string& path) { read_file(path, buffer_); }
    std::uint64_t number() {
        std::uint64_t n = 0;
        bytes(&n, sizeof n);
        return n;
    }
    std::string_view text() {
        const std::uint64_t size = number();
        const std::string_view found(buffer_.data() + at_, size);
        at_ += size;
        return found;
    }
    void bytes(void* to, std::size_t size) {
        std::memcpy(to, buffer_.data() + at_, size);
        at_ += size;
    }

  private:
    std::vector<char> buffer_;
    std::size_t at_ = 0;
};

void save(const Results& results, const std::string& path) {
    CacheWriter out(path);
    for (const Names* names : {&results.benchmarks, &results.cpus}) {
        out.number(names->texts().size());
        for (const std::string& text : names->texts()) out.text(text);
    }
    out.number(results.runs.size());
    for (const Run& run : results.runs) {
        out.text(run.file);
        out.text(run.date);
        out.number(run.cpu);
    }
    out.number(results.rows.size());
    out.bytes(results.rows.data(), results.rows.size() * sizeof(Row));
}

void load(Results& results, const std::string& path) {
    CacheReader in(path);
    for (Names* names : {&results.benchmarks, &results.cpus})
        for (std::uint64_t n = in.number(); n != 0; --n) names->number(in.text());
    for (std::uint64_t n = in.number(); n != 0; --n) {
        Run run;
        run.file = in.text();
        run.date = in.text();
        run.cpu = static_cast<std::uint32_t>(in.number());
        results.runs.push_back(std::move(run));
    }
    results.rows.resize(in.number());
    in.bytes(results.rows.data(), results.rows.size() * sizeof(Row));
}

void remove_known(std::vector<std::string>& files, const Results& results) {
    std::unordered_set<std::string_view> known;
    for (const Run& run : results.runs) known.insert(run.file);
    std::erase_if(files, [&](const std::string& file) { return known.contains(file_name(file)); });
}

// Returns how many files were parsed.
std::size_t read_archive(const std::string& folder, std::size_t threads, const std::string& cache, Results& results) {
    auto files = files_below(folder);
    if (!cache.empty() && std::filesystem::exists(cache)) {
        load(results, cache);
        remove_known(files, results);
    }
    read_files(files, threads, results);
    if (!cache.empty() && !files.empty()) save(results, cache);
    return files.size();
}

// ---- grouping

// The place of each run in time.
std::vector<std::uint32_t> ranks(const std::vector<Run>& runs) {
    std::vector<std::uint32_t> order(runs.size()), rank(runs.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return runs[a].date < runs[b].date; });
    for (std::uint32_t i = 0; i < order.size(); ++i) rank[order[i]] = i;
    return rank;
}

struct Grouped {
    std::vector<std::size_t> first;  // a benchmark's rows are [first[b], first[b + 1])
    std::vector<const Row*> rows;
};

Grouped group(const Results& results) {
    Grouped grouped{std::vector<std::size_t>(results.benchmarks.texts().size() + 1),
                    std::vector<const Row*>(results.rows.size())};
    for (const Row& row : results.rows) ++grouped.first[row.benchmark + 1];
    std::partial_sum(grouped.first.begin(), grouped.first.end(), grouped.first.begin());
    auto next = grouped.first;
    for (const Row& row : results.rows) grouped.rows[next[row.benchmark]++] = &row;
    return grouped;
}

// ---- pages

using Rows = std::span<const Row*>;

// How a value becomes a height.
struct Scale {
    double low, pixels;  // logarithm of the smallest value; pixels per unit of the logarithm

    explicit Scale(Rows rows) {
        const auto [least, most] = std::ranges::minmax(rows, {}, &Row::mean);
        low = std::log10(least->mean);
        pixels = 460 / std::max(1e-9, std::log10(most->mean) - low);
    }
    double height(double logarithm) const { return 480 - (logarithm - low) * pixels; }
};

class Page {
  public:
    void begin(std::size_t most_bytes) {
        buffer_.resize(most_bytes);
        end_ = buffer_.data();
    }
    void put(std::string_view text) {
        std::memcpy(end_, text.data(), text.size());
        end_ += text.size();
    }
    void put_point(double x, double y) {
        end_ = write_tenths(end_, static_cast<float>(x));
        *end_++ = ',';
        end_ = write_tenths(end_, static_cast<float>(y));
        *end_++ = ' ';
    }
    void put_tick(int height, double value) {
        end_ += std::snprintf(end_, 100, "<text x=\"0\" y=\"%d\">%.3g</text>", height, value);
    }
    const char* data() const { return buffer_.data(); }
    std::size_t size() const { return static_cast<std::size_t>(end_ - buffer_.data()); }

  private:
    std::vector<char> buffer_;
    char* end_ = nullptr;
};

std::array<double, 3> quartiles(std::vector<double>& values) {
    std::array<double, 3> found{};
    for (std::size_t k = 0; k < found.size(); ++k) {
        const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() * (k + 1) / 4);
        std::nth_element(values.begin(), at, values.end());
        found[k] = *at;
    }
    return found;
}

std::string table_row(const std::string& cpu, std::vector<double>& values, double geometric_mean) {
    const double last = values.back();
    const auto [q1, median, q3] = quartiles(values);
    char line[600];
    std::snprintf(line, sizeof line,
                  "<tr><td>%s</td><td>%zu</td><td>%.6g</td><td>%.6g</td><td>%.6g</td><td>%.6g</td><td>%.6g</td></tr>",
                  cpu.c_str(), values.size(), last, geometric_mean, q1, median, q3);
    return line;
}

class Pages {
  public:
    explicit Pages(const Results& results)
        : results_(results), rank_(ranks(results.runs)), grouped_(group(results)), means_(count()) {}

    std::size_t count() const { return results_.benchmarks.texts().size(); }

    void render(std::size_t benchmark, Page& page) {
        const Rows rows(grouped_.rows.data() + grouped_.first[benchmark],
                        grouped_.first[benchmark + 1] - grouped_.first[benchmark]);
        sort(rows);
        page.begin(4096 + rows.size() * 16 + results_.cpus.texts().size() * 400);
        const Scale scale(rows);
        begin(page, results_.benchmarks.texts()[benchmark], scale);
        means_[benchmark] = body(page, rows, scale);
        page.put("</table></body></html>\n");
    }

    std::string index() const {
        std::string text = "<!doctype html><ul>";
        for (std::size_t b = 0; b < count(); ++b)
            text += "<li><a href=\"b/" + std::to_string(b) + ".html\">" + results_.benchmarks.texts()[b] + "</a> " +
                    std::to_string(means_[b] * 1e6) + "</li>\n";
        return text;
    }

  private:
    std::uint32_t cpu(const Row* row) const { return results_.runs[row->run].cpu; }

    void sort(Rows rows) const {
        std::ranges::sort(rows, [&](const Row* a, const Row* b) {
            return cpu(a) != cpu(b) ? cpu(a) < cpu(b) : rank_[a->run] < rank_[b->run];
        });
    }

    static void begin(Page& page, const std::string& name, const Scale& scale) {
        page.put("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
        page.put(name);
        page.put("</title><link rel=\"stylesheet\" href=\"../s.css\"></head><body><h1>");
        page.put(name);
        page.put("</h1><svg viewBox=\"0 0 900 500\" xmlns=\"http://www.w3.org/2000/svg\">");
        for (int k = 0; k <= 10; ++k) page.put_tick(480 - 46 * k, std::pow(10, scale.low + 46 * k / scale.pixels));
    }

    // The polylines, then the table; returns the geometric mean of all.
    double body(Page& page, Rows rows, const Scale& scale) const {
        std::string table = "</svg><table>";
        double logarithms = 0;
        for (auto first = rows.begin(); first != rows.end();) {
            const auto last = std::find_if(first, rows.end(), [&](const Row* row) { return cpu(row) != cpu(*first); });
            logarithms += line(page, table, {first, last}, scale);
            first = last;
        }
        page.put(table);
        return std::pow(10, logarithms / static_cast<double>(rows.size()));
    }

    // One CPU's polyline, and its row of the table; returns the sum of the logarithms.
    double line(Page& page, std::string& table, Rows rows, const Scale& scale) const {
        const double step = 860. / static_cast<double>(results_.runs.size());
        const char digit = static_cast<char>('0' + cpu(rows.front()) % 10);
        page.put("<polyline fill=\"none\" class=\"c");
        page.put({&digit, 1});
        page.put("\" points=\"");
        double logarithms = 0;
        std::vector<double> values;
        for (const Row* row : rows) {
            const double logarithm = std::log10(row->mean);
            logarithms += logarithm;
            values.push_back(row->mean);
            page.put_point(20 + step * rank_[row->run], scale.height(logarithm));
        }
        page.put("\"/>");
        const double mean = std::pow(10, logarithms / static_cast<double>(rows.size()));
        table += table_row(results_.cpus.texts()[cpu(rows.front())], values, mean);
        return logarithms;
    }

    const Results& results_;
    std::vector<std::uint32_t> rank_;
    Grouped grouped_;
    std::vector<double> means_;
};

bool is_already(const std::string& path, const Page& page, std::vector<char>& old) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && static_cast<std::size_t>(status.st_size) == page.size() &&
           read_file(path, old) == page.size() && std::memcmp(old.data(), page.data(), page.size()) == 0;
}

// Returns the bytes of all pages.
std::size_t write_pages(Pages& pages, const std::string& out, std::size_t threads) {
    std::filesystem::create_directories(out + "/b");
    std::vector<std::size_t> bytes(threads);
    split(pages.count(), threads, [&](std::size_t thread, std::size_t first, std::size_t last) {
        Page page;
        std::vector<char> old(1 << 16);
        for (std::size_t b = first; b < last; ++b) {
            pages.render(b, page);
            bytes[thread] += page.size();
            const std::string path = out + "/b/" + std::to_string(b) + ".html";
            if (is_already(path, page, old)) continue;
            ::unlink(path.c_str());  // a fresh inode: truncating in place is five times slower on ext4
            write_file(path, page.data(), page.size());
        }
    });
    const std::string index = pages.index();
    write_file(out + "/index.html", index.data(), index.size());
    return std::accumulate(bytes.begin(), bytes.end(), index.size());
}

}  // namespace

int main(int argc, char** argv) {
    const Arguments arguments{argc, argv};
    const auto threads = arguments.size(3, 1);
    const double began = now();
    Results results;
    const std::size_t parsed = read_archive(arguments.text(1), threads, arguments.text(4), results);
    Pages pages(results);
    const std::size_t bytes = write_pages(pages, arguments.text(2), threads);
    std::printf("floor threads=%zu parsed=%zu runs=%zu rows=%zu pages=%zu bytes=%zu cpu=%.6f seconds=%.6f\n", threads,
                parsed, results.runs.size(), results.rows.size(), pages.count(), bytes, processor_time(),
                now() - began);
}
