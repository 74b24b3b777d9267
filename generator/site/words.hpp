// How the pages say things: dates, counts, names. Numbers with a unit are chart::quantity's.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/report.hpp"
#include "model/benchmark.hpp"
#include "model/run.hpp"
#include "model/time.hpp"

namespace benchfolio::site {

std::string day(model::Time time);     // "20 Nov 2026"
std::string month(model::Time time);   // "November 2026"
std::string minute(model::Time time);  // "20 Nov 2026, 02:14"

std::string number(std::size_t count);                                                            // "3,650"
std::string counted(std::size_t count, std::string_view singular, std::string_view plural = {});  // "1 run", "2 runs"
std::string listed(const std::vector<std::string>& items);                                        // "a, b and c"

// "2 CPUs"; where further dimensions tell testbeds apart, "8 testbeds on 2 CPUs".
std::string testbeds_text(const model::History& history);

// The name as people say it: the function, then the values of the parameters, "bench_add · 256 · dense". The whole name
// where the file records no parameters that fit.
std::string label_of(const model::Benchmark& benchmark);
std::string parameters_of(const model::Benchmark& benchmark);  // "size 256, density dense"

std::string short_commit(const model::Commit& commit);  // seven digits
std::string_view name_of(analysis::Estimate estimate);  // "median"
std::string_view name_of(analysis::EstimateSource source);
std::string capitalised(std::string_view text);         // "median" is "Median"
std::string uncapitalised(std::string_view text);       // "No evidence" is "no evidence"; "CPU time" stays
std::string heading_of(const model::Measure& measure);  // "Time", "Peak memory", "Bytes per second"
std::string heading_within(
    const model::Measure& measure);  // the same within a sentence: "time", "peak memory", "CPU time"

// A number and its unit stay on one line of a page: with no-break spaces before "%" and about "n = 42".
std::string unbroken(std::string_view text);

// Whether a benchmark is meant to be measured so where nothing is said.
bool goes_without_saying(const model::Measure& measure);

std::string_view glyph_of(analysis::Verdict verdict);                                           // ▲ ▼ ≈ ?
std::string verdict_word(analysis::Verdict verdict, const model::Measure& measure);             // "slower"
std::string verdict_text(const analysis::LatestChange& change, const model::Measure& measure);  // "+26.1 % slower"
std::string change_text(const analysis::Change& change, const model::Measure& measure);         // likewise

// "4 CPUs"; "4 testbeds" where a CPU has several of them, as declared dimensions tell them apart.
std::string counted_testbeds(const model::History& history, std::size_t count);
// "3 of 4 CPUs", "1 of 1 testbed"
std::string agreement_text(const model::History& history, const analysis::Change& change);

}  // namespace benchfolio::site
