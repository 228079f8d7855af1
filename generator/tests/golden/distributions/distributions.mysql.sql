SET @rowmill_client = @@character_set_client, @rowmill_results = @@character_set_results, @rowmill_collation = @@collation_connection, @rowmill_time_zone = @@time_zone, @rowmill_mode = @@sql_mode, @rowmill_autocommit = @@autocommit;
SET NAMES utf8mb4;
SET time_zone = '+00:00', sql_mode = 'NO_AUTO_VALUE_ON_ZERO,STRICT_ALL_TABLES', autocommit = 1;
INSERT INTO `distributions` (`normal`, `log_normal`, `exponential`, `pareto`, `zipf`, `triangular`, `histogram`, `seasonal`) VALUES
(741,91,149,1,7,705,344,'2024-04-06 09:32:31.797'),
(368,144,12,5,1,844,570,'2024-12-12 14:22:50.965'),
(585,89,195,1,44,909,624,'2024-10-11 07:09:14.500'),
(487,108,23,1,1,965,495,'2024-07-06 01:03:02.055');
INSERT INTO `distributions` (`normal`, `log_normal`, `exponential`, `pareto`, `zipf`, `triangular`, `histogram`, `seasonal`) VALUES
(430,43,6,6,55,621,321,'2024-05-10 18:18:28.690'),
(608,86,14,1,71,650,828,'2024-08-30 16:09:16.821'),
(365,148,60,1,3,928,739,'2024-08-22 21:36:25.169'),
(598,42,79,5,4,456,469,'2024-12-28 09:10:52.426');
INSERT INTO `distributions` (`normal`, `log_normal`, `exponential`, `pareto`, `zipf`, `triangular`, `histogram`, `seasonal`) VALUES
(307,56,199,1,100,790,479,'2024-07-13 21:16:59.944'),
(459,117,235,1,2,479,732,'2024-12-09 01:01:46.830');
INSERT INTO `distributions` (`normal`, `log_normal`, `exponential`, `pareto`, `zipf`, `triangular`, `histogram`, `seasonal`) VALUES
(397,90,55,3,2,908,608,'2024-12-23 18:18:27.729'),
(516,50,69,3,27,641,399,'2024-09-13 17:53:34.675'),
(482,118,133,5,2,450,892,'2024-05-19 18:20:46.339'),
(497,123,49,1,1,835,914,'2024-11-23 07:36:13.068');
INSERT INTO `distributions` (`normal`, `log_normal`, `exponential`, `pareto`, `zipf`, `triangular`, `histogram`, `seasonal`) VALUES
(673,102,385,2,35,254,337,'2024-12-11 16:37:33.382'),
(469,86,12,1,323,789,313,'2024-08-03 13:44:34.890');
INSERT INTO `distributions` (`normal`, `log_normal`, `exponential`, `pareto`, `zipf`, `triangular`, `histogram`, `seasonal`) VALUES
(471,155,95,7,3,174,459,'2024-12-07 00:11:46.312'),
(452,66,11,1,7,480,684,'2024-11-16 09:36:12.686'),
(741,172,7,1,519,877,788,'2024-08-03 19:03:52.353'),
(483,151,98,1,64,634,465,'2024-04-23 09:52:21.319');
INSERT INTO `distributions` (`normal`, `log_normal`, `exponential`, `pareto`, `zipf`, `triangular`, `histogram`, `seasonal`) VALUES
(623,87,91,1,1,677,82,'2024-12-07 04:24:15.217'),
(248,110,60,4,15,650,128,'2024-03-08 07:42:30.473'),
(448,111,78,1,1,59,45,'2024-12-29 06:37:12.156'),
(518,53,133,1,13,659,676,'2024-08-01 01:54:52.872');
SET character_set_client = @rowmill_client, character_set_results = @rowmill_results, collation_connection = @rowmill_collation, time_zone = @rowmill_time_zone, sql_mode = @rowmill_mode, autocommit = @rowmill_autocommit;
