SET @rowmill_client = @@character_set_client, @rowmill_results = @@character_set_results, @rowmill_collation = @@collation_connection, @rowmill_time_zone = @@time_zone, @rowmill_mode = @@sql_mode, @rowmill_autocommit = @@autocommit;
SET NAMES utf8mb4;
SET time_zone = '+00:00', sql_mode = 'NO_AUTO_VALUE_ON_ZERO,STRICT_ALL_TABLES', autocommit = 1;
INSERT INTO `room_availability` (`room_type_id`, `date`, `available_count`, `price`, `created_at`) VALUES
(3614,'2025-05-05',29,841869,'2025-05-01 00:00:00.000000'),
(4209,'2025-05-11',85,NULL,'2025-05-01 00:00:00.000000'),
(17177,'2025-05-29',34,848462,'2025-05-01 00:00:00.000000'),
(9774,'2025-05-31',14,341343,'2025-05-01 00:00:00.000000');
INSERT INTO `room_availability` (`room_type_id`, `date`, `available_count`, `price`, `created_at`) VALUES
(8207,'2025-05-15',61,108415,'2025-05-01 00:00:00.000000'),
(18661,'2025-05-12',83,925556,'2025-05-01 00:00:00.000000'),
(17876,'2025-05-09',66,113485,'2025-05-01 00:00:00.000000'),
(3923,'2025-05-08',4,280200,'2025-05-01 00:00:00.000000');
INSERT INTO `room_availability` (`room_type_id`, `date`, `available_count`, `price`, `created_at`) VALUES
(13308,'2025-07-13',97,751209,'2025-05-01 00:00:00.000000'),
(4088,'2025-07-07',40,403294,'2025-05-01 00:00:00.000000'),
(18340,'2025-07-01',95,656613,'2025-05-01 00:00:00.000000'),
(5445,'2025-07-29',64,43413,'2025-05-01 00:00:00.000000');
INSERT INTO `room_availability` (`room_type_id`, `date`, `available_count`, `price`, `created_at`) VALUES
(13846,'2025-07-26',65,592119,'2025-05-01 00:00:00.000000'),
(14189,'2025-07-09',5,527261,'2025-05-01 00:00:00.000000'),
(4879,'2025-07-02',80,738592,'2025-05-01 00:00:00.000000'),
(8010,'2025-07-04',64,392552,'2025-05-01 00:00:00.000000');
INSERT INTO `room_availability` (`room_type_id`, `date`, `available_count`, `price`, `created_at`) VALUES
(180,'2025-10-07',10,NULL,'2025-05-01 00:00:00.000000'),
(16252,'2025-10-18',24,65905,'2025-05-01 00:00:00.000000'),
(15895,'2025-10-27',71,750520,'2025-05-01 00:00:00.000000'),
(10671,'2025-10-23',89,608256,'2025-05-01 00:00:00.000000');
INSERT INTO `room_availability` (`room_type_id`, `date`, `available_count`, `price`, `created_at`) VALUES
(8913,'2025-10-27',40,725336,'2025-05-01 00:00:00.000000'),
(6818,'2025-10-17',69,801427,'2025-05-01 00:00:00.000000'),
(17774,'2025-10-09',58,836868,'2025-05-01 00:00:00.000000'),
(6834,'2025-10-03',63,708432,'2025-05-01 00:00:00.000000');
SET character_set_client = @rowmill_client, character_set_results = @rowmill_results, collation_connection = @rowmill_collation, time_zone = @rowmill_time_zone, sql_mode = @rowmill_mode, autocommit = @rowmill_autocommit;
