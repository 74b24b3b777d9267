// The data files of a site, one by one: JSON text -> values. What they mean is said on the site's data page
// (templates/data-schema.html); site/downloads writes them.
//
// The text comes from elsewhere and is not trusted. Each function throws model::Error (storage) that names the document
// and the place in it where it is not what it must be. Fields that it does not know are read past, and fields that came
// after schema version 1 may be missing. `text` may move to more memory.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/history.hpp"

namespace benchfolio::ingest {

struct PublishedTestbed {
    std::string slug;
    std::vector<model::Dimension> dimensions;
};

struct PublishedBenchmark {
    model::Benchmark benchmark;
    std::string data;  // the path of its results
};

struct PublishedIndex {
    std::vector<PublishedTestbed> testbeds;
    std::vector<model::Measure> measures;
    std::vector<PublishedBenchmark> benchmarks;  // by name
};

PublishedIndex read_published_index(std::string& text, std::string_view document);

struct PublishedRun {
    model::Run run;       // but for its testbed
    std::string testbed;  // the slug
};

struct PublishedOmission {
    std::string run;  // its id
    std::string benchmark, reason;
};

struct PublishedRuns {
    std::vector<PublishedRun> runs;  // by time
    std::vector<model::Rejection> rejections;
    std::vector<model::Duplicate> duplicates;
    std::vector<PublishedOmission> omissions;
    std::vector<model::Failure> failures;
};

PublishedRuns read_published_runs(std::string& text, std::string_view document);

// The runs that are in no trend: what they measured, and where the results of each are.
struct PublishedAside {
    std::vector<PublishedTestbed> testbeds;
    std::vector<model::Measure> measures;
    std::vector<model::Benchmark> benchmarks;  // by name
    struct Data {
        std::string run, path;  // its id; the path of its results
    };
    std::vector<Data> runs;
};

PublishedAside read_published_aside(std::string& text, std::string_view document);

// A result of such a run.
struct PublishedResult {
    std::uint32_t benchmark = 0, measure = 0;  // indices into PublishedAside
    model::Summary summary;
    std::vector<double> newest_samples;
};

// Throws model::Error (storage) where the document is of another run than `run`, too.
std::vector<PublishedResult> read_published_results(std::string& text, std::string_view document,
                                                    const PublishedAside& aside, std::string_view run);

// What the results of a benchmark refer to.
struct Published {
    const std::vector<model::Measure>& measures;
    const std::vector<PublishedRun>& runs;
    std::unordered_map<std::string_view, std::uint32_t> number_of;  // by id of a run
};

struct PublishedSeries {
    std::uint32_t measure = 0;  // index into Published::measures
    model::Columns columns;     // never empty; in time order
    std::vector<double> newest_samples;

    std::uint32_t newest_run() const { return columns.run.back(); }
};

std::vector<PublishedSeries> read_published_series(std::string& text, std::string_view document,
                                                   const Published& published);

}  // namespace benchfolio::ingest
