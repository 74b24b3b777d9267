// Result files as pytest-benchmark writes them, with as much in them as a test needs.
#pragma once

#include <string>

namespace benchfolio::support {

inline const std::string xeon = R"("cpu": {"brand_raw": "Intel(R) Xeon(R) Platinum 8272CL CPU @ 2.60GHz"})";
inline const std::string epyc = R"("cpu": {"brand_raw": "AMD EPYC 7763 64-Core Processor"})";

inline std::string benchmark(const std::string& name, const std::string& numbers, const std::string& group = "\"g\"") {
    return R"({"fullname": ")" + name + R"(", "group": )" + group + R"(, "params": null, "stats": {)" + numbers + "}}";
}

inline std::string reported(double median) {
    const std::string value = std::to_string(median);
    return R"("rounds": 5, "mean": )" + value + R"(, "median": )" + value;
}

inline std::string run(const std::string& day, const std::string& benchmarks, const std::string& cpu = xeon) {
    return R"({"machine_info": {"node": "n", "machine": "x86_64", "system": "Linux", )" + cpu +
           R"(}, "commit_info": {"id": "4b548d57ec9244d894cda41b82c35c8b65d2a761"}, "benchmarks": [)" + benchmarks +
           R"(], "package_versions": {"lib": "1.0+1ede0b8"}, "datetime": "2022-01-)" + day +
           R"(T00:00:00", "version": "4.0.0"})";
}

}  // namespace benchfolio::support
