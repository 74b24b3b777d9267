// What the limits programs share: a clock, medians, reading files, a plain split over threads.
//
// They measure what the machine can do at most, with the same libraries, compiler and flags as benchfolio: its times
// are given as ratios to theirs. They are yardsticks, not tools: no escaping, no error messages beyond the system's.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace benchfolio::limits {

[[noreturn]] inline void fail(const std::string& what) {
    std::perror(what.c_str());
    std::exit(1);
}

inline double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Processor time of all threads so far, in seconds.
inline double processor_time() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

template <typename Work>
double seconds_of(Work&& work) {
    const double began = now();
    work();
    return now() - began;
}

inline double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

// Median seconds of `repeats` calls; one call before them is not counted.
template <typename Work>
double timed(int repeats, Work&& work) {
    std::vector<double> seconds;
    work();
    for (int i = 0; i < repeats; ++i) seconds.push_back(seconds_of(work));
    return median(seconds);
}

// The program's arguments, those left out as their default.
struct Arguments {
    int count;
    char** values;

    std::string text(int at, const char* fallback = "") const { return at < count ? values[at] : fallback; }
    int number(int at, int fallback) const { return at < count ? std::atoi(values[at]) : fallback; }
    std::size_t size(int at, std::size_t fallback) const {
        return at < count ? std::strtoull(values[at], nullptr, 10) : fallback;
    }
};

inline std::vector<std::string> files_below(const std::string& folder) {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && entry.path().extension() == ".json") found.push_back(entry.path().string());
    std::sort(found.begin(), found.end());
    return found;
}

// Reads a whole file to the beginning of the buffer, which grows as needed and keeps what simdjson wants behind it.
inline std::size_t read_file(const std::string& path, std::vector<char>& buffer) {
    constexpr std::size_t padding = 64;
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat status {};
    if (file < 0 || ::fstat(file, &status) != 0) fail(path);
    const auto size = static_cast<std::size_t>(status.st_size);
    if (buffer.size() < size + padding) buffer.resize((size + padding) * 5 / 4);
    std::size_t read = 0;
    while (read < size) {
        const ::ssize_t part = ::read(file, buffer.data() + read, size - read);
        if (part <= 0) break;
        read += static_cast<std::size_t>(part);
    }
    ::close(file);
    return read;
}

inline void write_file(const std::string& path, const char* bytes, std::size_t size) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0 || ::write(file, bytes, size) != static_cast<::ssize_t>(size)) fail(path);
    ::close(file);
}

// work(thread, first, last) over [0, n), a contiguous part a thread.
template <typename Work>
void split(std::size_t n, std::size_t threads, Work&& work) {
    if (threads <= 1) return work(std::size_t{0}, std::size_t{0}, n);
    std::vector<std::thread> running;
    for (std::size_t t = 0; t < threads; ++t)
        running.emplace_back([&work, n, threads, t] { work(t, n * t / threads, n * (t + 1) / threads); });
    for (std::thread& thread : running) thread.join();
}

// A cheap, repeatable sequence of numbers in [0, 1) (xorshift64, Marsaglia 2003).
class Sequence {
  public:
    double next() {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return static_cast<double>(state_ >> 11) / 9007199254740992.0;
    }

  private:
    unsigned long long state_ = 88172645463325252ULL;
};

// A coordinate in [0, 10^7) with one decimal, as a picture has it; returns where the text ends.
inline char* write_tenths(char* out, float value) {
    const auto tenths = static_cast<unsigned>(value * 10.F + .5F);
    const unsigned fraction = tenths % 10;
    char digits[10];
    int n = 0;
    unsigned whole = tenths / 10;
    do digits[n++] = static_cast<char>('0' + whole % 10);
    while ((whole /= 10) != 0);
    while (n != 0) *out++ = digits[--n];
    if (fraction != 0) {
        *out++ = '.';
        *out++ = static_cast<char>('0' + fraction);
    }
    return out;
}

}  // namespace benchfolio::limits
